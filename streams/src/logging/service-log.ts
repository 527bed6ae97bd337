/** The log of a service: every line on stdout, and a searchable copy in MongoDB where there is one. */
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { createLogger } from '../runtime/logger.ts';
import type { Logger, LogLevel } from '../runtime/logger.ts';
import { LogCopy } from './log-copy.ts';
import { mongoLogStore } from './mongo-log-store.ts';

export interface ServiceLogOptions {
  readonly service: string;
  readonly version: string;
  readonly level: LogLevel;
  /** undefined: this installation has no MongoDB, and no copy. */
  readonly mongoUrl: string | undefined;
  readonly metrics: Registry;
}

export interface ServiceLog {
  readonly logger: Logger;
  /** Last of all: what was logged while the service stopped is copied too. */
  close(): Promise<void>;
}

export function openServiceLog(options: ServiceLogOptions): ServiceLog {
  const { service, version, level, mongoUrl, metrics } = options;
  if (mongoUrl === undefined) {
    return { logger: createLogger({ service, version, level }), close: async () => undefined };
  }
  const copy: LogCopy = new LogCopy({
    store: mongoLogStore(mongoUrl, service),
    onDropped: (dropped) => logger.warn('log lines have no searchable copy', { dropped }),
  });
  countLines(copy, metrics);
  const logger = createLogger({ service, version, level, onLine: (line) => copy.push(line) });
  return { logger, close: () => copy.close() };
}

/** The copy keeps its own counts; the metrics are set to them when they are asked for. */
function countLines(copy: LogCopy, metrics: Registry): void {
  const counters = [
    { name: 'auction_logs_copied_total', help: 'Log lines with a searchable copy', of: 'copied' },
    { name: 'auction_logs_dropped_total', help: 'Log lines without one', of: 'dropped' },
  ] as const;
  for (const { name, help, of } of counters) {
    const registers = [metrics];
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(copy.stats[of]);
      },
    });
  }
}
