/**
 * Structured log: one JSON line per entry on stdout. Levels: error = someone must act. Fields whose
 * name says that their value is secret are written without it.
 */

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
  /** Told of every line after it was written: the searchable copy. */
  readonly onLine?: (line: { at: number; level: LogLevel; text: string }) => void;
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
      const now = new Date();
      const head = { time: now.toISOString(), level, service: options.service };
      const entry = { ...head, version: options.version, msg: message, ...fixed, ...fields };
      const text = JSON.stringify(entry, plain);
      write(text);
      options.onLine?.({ at: now.getTime(), level, text });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => loggerWith(options, { ...fixed, ...fields }),
  };
}

/** A field of this name holds what opens something, or a number its owner has told nobody. */
const secretName =
  /passw|secret|token|cookie|authorization|api_?key|(max|reserve|cap|limit|amount|confirm)minor$/i;
/** User and password of a URL, as in the error text of a driver. */
const credentials = /(\b[a-z][a-z+.-]*:\/\/)[^\s/@:]*:[^\s/@]+@/gi;

/** Secrets stay out, and values JSON cannot hold become text, so that a log line never throws. */
function plain(key: string, value: unknown): unknown {
  if (value !== null && value !== undefined && secretName.test(key)) return '[secret]';
  if (typeof value === 'string') {
    return value.includes('://') ? value.replace(credentials, '$1[secret]@') : value;
  }
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
