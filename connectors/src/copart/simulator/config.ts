/** The simulator's configuration: environment in, a checked object out, all faults named at once. */
import { logLevels } from '@auction/streams/runtime/logger';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  CONTROL_PORT: port,
  OPS_HOST: z.string().default('127.0.0.1'),
  OPS_PORT: port,
  LOG_LEVEL: z.enum(logLevels).default('info'),
  LOTS: positive.max(200_000).default(5_000),
  SEED: z.coerce.number().int().nonnegative().default(20_260),
  WRITE_INTERVAL_MS: positive.default(15_000),
  /** What clients must send as authKey. */
  AUTH_KEY: z.string().min(1),
  DATA_DIR: z.string().min(1),
});

export type SimulatorConfig = Readonly<z.infer<typeof environment>>;

/** @throws Error that lists every missing or wrong variable, never a value */
export function simulatorConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): SimulatorConfig {
  const read = environment.safeParse(env);
  if (read.success) return Object.freeze(read.data);
  const faults = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`the simulator's configuration is wrong:\n${faults.join('\n')}`);
}
