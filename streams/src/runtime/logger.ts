/** Structured log: one JSON line per entry on stdout. Levels: error = someone must act. */

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  readonly level: LogLevel;
  readonly write?: (line: string) => void;
}

const toStdout = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What a log line says about something thrown: message, code and stack, causes included. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) };
  return { error: error.message, name: error.name, ...code, stack: error.stack, ...cause };
}

function loggerWith(options: LoggerOptions, fixed: LogFields): Logger {
  const write = options.write ?? toStdout;
  const lowest = logLevels.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (logLevels.indexOf(level) < lowest) return;
      const head = { time: new Date().toISOString(), level, service: options.service };
      const entry = { ...head, version: options.version, msg: message, ...fixed, ...fields };
      write(JSON.stringify(entry, plain));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => loggerWith(options, { ...fixed, ...fields }),
  };
}

/** Values JSON cannot hold become text, so that a log line never throws. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? errorFields(value) : value;
}

export const createLogger = (options: LoggerOptions): Logger => loggerWith(options, {});

const ignore = (): void => undefined;

/** For tests and one-shot commands that print progress instead. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  with: () => silentLogger,
};
