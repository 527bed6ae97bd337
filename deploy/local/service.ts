/** One process of ours as the launcher knows it, and what it is told of the instance. */
import type { Config } from './config.ts';
import type { Shape } from './instance.ts';
import type { Places } from './places.ts';
import type { InnerPort, PortName, Ports } from './ports.ts';

export interface ServiceContext extends Shape {
  readonly places: Places;
  readonly ports: Ports;
  readonly feed: Feed;
}

/** What feeds the instance; see Config for the meaning. */
export type Feed = Pick<Config, 'lots' | 'writeIntervalMs' | 'pollIntervalMs' | 'realSite'>;

export interface Service {
  readonly name: string;
  readonly title: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly needs: readonly string[];
  /** The port people know it by; its internal port where it has no other. */
  readonly port?: PortName;
  readonly opsPort: InnerPort;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Yields the processor to processes of a lower number, 0 to 19; absent: 0. */
  readonly nice?: number;
  /** Names of secrets in the launcher's environment it may inherit; absent: none. */
  readonly secrets?: RegExp;
}
