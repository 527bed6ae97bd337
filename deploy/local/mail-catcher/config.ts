/** Configuration of the mail catcher, from the environment alone. */
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const Schema = z.object({ SMTP_PORT: port, OPS_PORT: port });

export interface CatcherConfig {
  readonly smtpPort: number;
  /** The page, and the launcher's questions. */
  readonly pagePort: number;
}

/** @throws with every fault */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CatcherConfig {
  const { SMTP_PORT, OPS_PORT } = Schema.parse(environment);
  return { smtpPort: SMTP_PORT, pagePort: OPS_PORT };
}
