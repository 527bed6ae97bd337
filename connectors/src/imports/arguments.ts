/** What the person typed: `npm run import -- copart FILE [--json] [--complete] [--observed-at TIME]`. */
import { parseArgs } from 'node:util';
import { sites } from '@auction/avro/topics';

export interface ImportArguments {
  readonly site: string;
  /** As typed: relative to the person's folder. */
  readonly path: string;
  readonly isJson: boolean;
  /** The file holds everything: what earlier imports had and it lacks is gone. */
  readonly isComplete: boolean;
  /** When the file was made, epoch ms; undefined: now. */
  readonly observedAt: number | undefined;
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: ImportArguments }
  /** @property text for people, with the usage where it helps */
  | { readonly ok: false; readonly text: string };

const known: readonly string[] = sites.map(({ site }) => site);

export const usage = [
  'Usage: npm run import -- SITE FILE [--json] [--complete] [--observed-at TIME]',
  `  SITE           ${known.join(', ')}`,
  '  FILE           a file of the site, as it is or packed by gzip',
  '  --json         print one JSON object instead of text',
  '  --complete     the file holds everything: what earlier imports had and it lacks is closed',
  '  --observed-at  when the file was made, for example 2026-09-18T07:00:00Z; default: now',
].join('\n');

const refused = (text: string): ParsedArguments => ({ ok: false, text });

/** @param now epoch ms: a file cannot be younger */
export function importArguments(argv: readonly string[], now: number): ParsedArguments {
  const parsed = parsedFlags(argv);
  if (parsed instanceof Error) return refused(`${parsed.message}\n${usage}`);
  const { values, positionals } = parsed;
  const [site, path, ...more] = positionals;
  if (site === undefined || path === undefined || more.length > 0) return refused(usage);
  if (!known.includes(site)) {
    return refused(`There is no connector for the site "${site}". Known: ${known.join(', ')}.`);
  }
  const time = values['observed-at'];
  const observedAt = time === undefined ? undefined : instantOf(time);
  if (observedAt !== undefined && !(observedAt <= now)) {
    return refused(
      `--observed-at ${String(time)} is no time in the past, such as 2026-09-18T07:00:00Z.`,
    );
  }
  const { json: isJson, complete: isComplete } = values;
  return { ok: true, value: { site, path, isJson, isComplete, observedAt } };
}

function parsedFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        complete: { type: 'boolean', default: false },
        'observed-at': { type: 'string' },
      },
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Only times that name their zone: a bare one would mean another instant on every machine. */
function instantOf(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
}
