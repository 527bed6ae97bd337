/** Configuration of the process that plays sites: environment in, a checked object out. */
import { logLevels } from '@auction/streams/runtime/logger';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  CONTROL_PORT: port,
  OPS_HOST: z.string().default('127.0.0.1'),
  OPS_PORT: port,
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** Lots of the whole world; each site shows a part of its size. */
  LOTS: positive.max(200_000).default(5_000),
  SEED: z.coerce.number().int().nonnegative().default(20_260),
  DATA_DIR: z.string().min(1),
  /** Credentials clients must show; each site has a form of its own. */
  SITE_KEY: z.string().min(8),
  GSA_PORT: port,
  GOVDEALS_PORT: port,
  EBAY_PORT: port,
  MANHEIM_PORT: port,
  /** Where made-up dealers drop their files; absent: there are none. */
  DEALER_FOLDER: z.string().min(1).optional(),
  /** Between two files, of one dealer after the other. */
  DEALER_DROP_INTERVAL_MS: positive.default(60_000),
  /** Between two looks at what has happened, of sites that push. */
  PUSH_INTERVAL_MS: positive.default(2_000),
});

export type SimulatorsConfig = Readonly<z.infer<typeof environment>>;

/** @throws Error that lists every missing or wrong variable, never a value */
export function simulatorsConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): SimulatorsConfig {
  const read = environment.safeParse(env);
  if (read.success) return Object.freeze(read.data);
  const faults = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`the simulators' configuration is wrong:\n${faults.join('\n')}`);
}
