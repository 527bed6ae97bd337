/** The machine a figure was taken on, in words. */
import { cpus, loadavg } from 'node:os';

export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model ?? '?'}), Node ${process.version}, ` +
  `load ${loadavg()[0]?.toFixed(1) ?? '?'}`;
