/** Maven as a downloader: checksums strict, progress by the lines it prints. */
import { join } from 'node:path';
import { Problem } from './problem.ts';
import { runCommand } from './run-command.ts';
import { versions } from './versions.ts';

export interface Maven {
  /** Path of `mvn`. */
  readonly program: string;
  readonly javaHome: string;
  readonly signal: AbortSignal;
  /** Takes a line of progress. */
  readonly note: (text: string) => void;
}

/** A run that failed; one that broke off on the network may be tried again. */
export class FetchProblem extends Problem {
  readonly retriable: boolean;

  constructor(message: string, retriable: boolean) {
    super(message);
    this.retriable = retriable;
  }
}

const plugin = 'org.apache.maven.plugins:maven-dependency-plugin';
const pom = join(import.meta.dirname, 'pom.xml');
const noteEveryMs = 3000;

const factors: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes of a jar or archive that a line of Maven's says was fetched; 0 for any other line. */
export function fetchedBytes(line: string): number {
  const found = /Downloaded from .*\.(?:jar|tar\.gz) \(([\d.]+) (B|kB|MB|GB)\b/.exec(line);
  return found ? Number(found[1]) * (factors[found[2] ?? ''] ?? 0) : 0;
}

/** Tells how far a run is, not oftener than every few seconds. */
function fetchCounter(note: (text: string) => void): (line: string) => void {
  let files = 0;
  let bytes = 0;
  let notedAt = performance.now();
  return (line) => {
    const more = fetchedBytes(line);
    if (more === 0) return;
    files += 1;
    bytes += more;
    if (performance.now() - notedAt < noteEveryMs) return;
    notedAt = performance.now();
    note(`${files} files fetched, ${(bytes / 1e6).toFixed(1)} MB`);
  };
}

const versionProperties: Readonly<Record<string, string>> = {
  'kafka.version': versions.kafka,
  'kafkaSlf4j.version': versions.kafkaSlf4j,
  'cassandra.version': versions.cassandra,
  'mongo.version': versions.mongo,
  'mongoSlf4j.version': versions.mongoSlf4j,
};

async function run(maven: Maven, goal: string, settings: readonly string[]): Promise<void> {
  const properties = Object.entries(versionProperties).map(([key, value]) => `-D${key}=${value}`);
  const args = ['-B', '-f', pom, '--strict-checksums', ...properties, ...settings, goal];
  const { code, tail } = await runCommand(maven.program, args, {
    env: { JAVA_HOME: maven.javaHome },
    signal: maven.signal,
    onLine: fetchCounter(maven.note),
  });
  if (code === 0) return;
  const errors = tail.filter((line) => line.includes('ERROR'));
  const reason = (errors.length > 0 ? errors : tail).slice(0, 5).join('\n');
  const retriable = !/could not find artifact|was not found/i.test(reason);
  throw new FetchProblem(`Maven could not fetch the files:\n${reason}`, retriable);
}

/** Copies all jars of one profile of pom.xml. */
export const copyDependencies = (maven: Maven, profile: string, into: string): Promise<void> => {
  const goal = `${plugin}:${versions.mavenDependencyPlugin}:copy-dependencies`;
  return run(maven, goal, [`-P${profile}`, `-DoutputDirectory=${into}`]);
};

/**
 * Copies one artifact. Later versions of this goal read the artifact's parent descriptors as well, which
 * a mirror may not have and nobody here needs.
 * @param coordinates `group:artifact:version:type:classifier`
 */
export const copyArtifact = (maven: Maven, coordinates: string, into: string): Promise<void> => {
  const goal = `${plugin}:${versions.mavenCopyPlugin}:copy`;
  return run(maven, goal, [`-Dartifact=${coordinates}`, `-DoutputDirectory=${into}`]);
};
