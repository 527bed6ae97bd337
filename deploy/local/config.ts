/** What somebody asked for: flags first, then environment, then defaults. All faults at once. */
import { join, resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { repoRoot } from './places.ts';
import { doubledPorts, flagOf, portNames, portsFrom, variableOf } from './ports.ts';
import type { PortName, Ports } from './ports.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The only place of this folder that touches the process environment. */
export const environment: Environment = process.env;

export interface Config {
  readonly dataDir: string;
  /** Downloads; shared by every instance of this clone. */
  readonly cacheDir: string;
  readonly ports: Ports;
  readonly lite: boolean;
  /** Made-up sites are started. */
  readonly simulators: boolean;
  readonly serversOnly: boolean;
  readonly install: boolean;
  readonly offline: boolean;
  readonly reset: boolean;
  readonly json: boolean;
  readonly help: boolean;
  /** Lots the site simulator makes up. */
  readonly lots: number;
  /** How often the simulator writes a new file. */
  readonly writeIntervalMs: number;
  /** How often the connector asks; undefined: a real site at the connector's own, polite interval. */
  readonly pollIntervalMs: number | undefined;
  /** COPART_BASE_URL is set: the connector reads a real site (its settings pass through untouched). */
  readonly realSite: boolean;
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: string[] };

const startFlags = [
  'lite',
  'no-simulators',
  'servers-only',
  'install',
  'offline',
  'reset',
] as const;
const startNumbers = ['lots', 'write-interval-ms', 'poll-interval-ms'] as const;
const flagsOf = {
  start: [...startFlags, ...startNumbers, 'ports'],
  stop: [],
  status: ['json'],
} as const satisfies Record<string, readonly string[]>;
export type ConfiguredCommand = keyof typeof flagsOf;

const isNumberFlag = (flag: string): boolean => startNumbers.some((known) => known === flag);

function accepted(command: ConfiguredCommand): ParseArgsOptionsConfig {
  const options: ParseArgsOptionsConfig = {
    'data-dir': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  };
  for (const flag of flagsOf[command]) {
    if (flag === 'ports') for (const name of portNames) options[flagOf(name)] = { type: 'string' };
    else options[flag] = { type: isNumberFlag(flag) ? 'string' : 'boolean' };
  }
  return options;
}

const isNumberBetween = (text: string, least: number, most: number): boolean =>
  /^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most;

/**
 * @param argv what stands after the subcommand
 * @param env the process environment
 * @returns the settings, or every fault with the flag or variable to correct
 */
export function parseConfig(
  command: ConfiguredCommand,
  argv: readonly string[],
  env: Environment,
): ParsedConfig {
  const faults: string[] = [];
  let given: Record<string, unknown> = {};
  try {
    given = parseArgs({ args: [...argv], options: accepted(command), strict: true }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`${why} (npm ${command} -- --help lists the flags)`] };
  }
  const text = (flag: string, variable: string): string | undefined => {
    const value = given[flag];
    return typeof value === 'string' ? value : env[variable] || undefined;
  };
  const number = (flag: string, variable: string, least: number, most: number) => {
    const value = text(flag, variable);
    if (value === undefined || isNumberBetween(value, least, most)) {
      return value === undefined ? undefined : Number(value);
    }
    faults.push(`--${flag} (or ${variable}) must be a number from ${least} to ${most}: "${value}"`);
    return undefined;
  };
  const named: Partial<Record<PortName, number>> = {};
  for (const name of portNames) {
    const port = number(flagOf(name), variableOf(name), 1024, 65_535);
    if (port !== undefined) named[name] = port;
  }
  const ports = portsFrom(named);
  for (const { port, names } of doubledPorts(ports)) {
    const flags = names.map((name) => `--${flagOf(name)}`).join(', ');
    faults.push(`port ${port} is meant for ${names.join(' and ')}: choose other ports by ${flags}`);
  }
  const lots = number('lots', 'AUCTION_LOTS', 1, 1_000_000) ?? 5000;
  const day = 86_400_000;
  const writeIntervalMs = number('write-interval-ms', 'WRITE_INTERVAL_MS', 100, day) ?? 15_000;
  const askedIntervalMs = number('poll-interval-ms', 'POLL_INTERVAL_MS', 100, day);
  const realSite = !!env['COPART_BASE_URL'];
  const dataDir = resolve(text('data-dir', 'AUCTION_DATA_DIR') ?? join(repoRoot, '.data'));
  const cacheDir = resolve(env['AUCTION_CACHE_DIR'] || join(repoRoot, '.data', 'lib'));
  // Kafka splits its list of folders at commas, Java its class path at colons.
  if (/[,\n]/.test(dataDir)) faults.push(`the data folder must not hold a comma: "${dataDir}"`);
  if (/[:\n]/.test(cacheDir)) faults.push(`the cache folder must not hold a colon: "${cacheDir}"`);
  if (faults.length > 0) return { ok: false, faults };
  const is = (flag: string): boolean => given[flag] === true;
  return {
    ok: true,
    config: {
      dataDir,
      cacheDir,
      ports,
      lite: is('lite'),
      simulators: !is('no-simulators') && !realSite,
      serversOnly: is('servers-only'),
      install: is('install'),
      offline: is('offline'),
      reset: is('reset'),
      json: is('json'),
      help: is('help'),
      lots,
      writeIntervalMs,
      pollIntervalMs: askedIntervalMs ?? (realSite ? undefined : 5000),
      realSite,
    },
  };
}
