/** What every server's recipe is given. */
import type { Places } from '../places.ts';
import type { Ports } from '../ports.ts';

export interface ServerContext {
  readonly places: Places;
  readonly ports: Ports;
  /** The `java` of a JDK 17. */
  readonly java: string;
  /** Folder with the downloaded files, one folder a server inside. */
  readonly cacheDir: string;
  readonly lite: boolean;
}

/** Small heaps, one garbage collector thread, and an end instead of a limp when memory runs out. */
export const jvmFlags = (leastMb: number, mostMb: number): string[] => [
  `-Xms${leastMb}m`,
  `-Xmx${mostMb}m`,
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
];
