/** Every file of a folder of feed samples through its connector, and whether each reject is explained. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '@auction/avro/topics';
import type { Rejected } from '../imports/outcome.ts';
import { knownSites } from '../sites.ts';
import { noRateLimit, testLimits } from './feed-harness.ts';
import type { Sample } from './feed-samples.ts';
import { FileImports } from './file-imports.ts';

export interface ExplainedReject extends Rejected {
  /** A known defect of the sample that the row really shows. */
  readonly isExplained: boolean;
}

export interface FileReport {
  readonly file: string;
  /** Whose connector read it; null: nobody's, it is no feed. */
  readonly site: Site | null;
  readonly rows: number;
  readonly published: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Older than what is known. */
  readonly late: number;
  /** Understood and no vehicle: kept raw. */
  readonly notVehicles: number;
  readonly rejected: readonly ExplainedReject[];
  /** Why the whole file was refused, as `CODE: text`. */
  readonly refusal: string | null;
  /** Why it is as it should be that nothing was published. */
  readonly remark: string | null;
  /** What the sample's description does not explain, one line each; each reject that is not, too. */
  readonly unexplained: readonly string[];
}

export interface FeedsReport {
  readonly files: readonly FileReport[];
  readonly rows: number;
  readonly rejected: number;
  /** Rejects that no known defect explains, and files that went another way than described. */
  readonly unexplained: number;
}

/**
 * @param folder of the samples
 * @param samples what is known of them; files of the folder that are not among them are unexplained,
 * files that are not there are left out
 */
export async function feedsReport(
  folder: string,
  samples: readonly Sample[],
): Promise<FeedsReport> {
  const bySite = new Map<Site, FileImports>();
  const files: FileReport[] = [];
  for (const sample of samples) {
    if (!existsSync(join(folder, sample.file))) continue;
    if (sample.fate === 'NO_FEED') {
      files.push({ ...nothing(sample.file), remark: sample.why });
      continue;
    }
    const imports = bySite.get(sample.site) ?? (await openImports(sample.site));
    bySite.set(sample.site, imports);
    files.push(await fileReport(folder, sample, imports));
  }
  const described = new Set(samples.map(({ file }) => file));
  for (const file of filesIn(folder).filter((name) => !described.has(name))) {
    files.push({ ...nothing(file), unexplained: ['nobody has said what this file is'] });
  }
  const sum = (count: (file: FileReport) => number): number =>
    files.reduce((total, file) => total + count(file), 0);
  return {
    files,
    rows: sum(({ rows }) => rows),
    rejected: sum(({ rejected }) => rejected.length),
    unexplained: sum(({ unexplained }) => unexplained.length),
  };
}

/** Only the connector's reader is used: the site is never asked. */
function openImports(site: Site): Promise<FileImports> {
  const surroundings = { limits: testLimits, rate: noRateLimit, now: Date.now, random: () => 0 };
  return FileImports.open(knownSites[site].feed({}, surroundings));
}

const nothing = (file: string): FileReport => ({
  ...{ file, site: null, rows: 0, published: 0, changed: 0, unchanged: 0, late: 0 },
  ...{ notVehicles: 0, rejected: [], refusal: null, remark: null, unexplained: [] },
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();

const codeOf = (reason: string): string => reason.split(':')[0] ?? '';

async function fileReport(
  folder: string,
  sample: Exclude<Sample, { fate: 'NO_FEED' }>,
  imports: FileImports,
): Promise<FileReport> {
  const { file, site } = sample;
  const path = join(folder, file);
  const imported = await imports.take({ path });
  if (!imported.ok) {
    const isExpected = sample.fate === 'REFUSED' && sample.code === codeOf(imported.reason);
    return {
      ...nothing(file),
      site,
      refusal: imported.reason,
      remark: sample.fate === 'REFUSED' ? sample.why : null,
      unexplained: isExpected ? [] : [`refused: ${imported.reason}`],
    };
  }
  const { rows, published, changed, unchanged, late, notVehicles } = imported.summary;
  const rejected = imported.summary.rejected.map((one) => ({
    ...one,
    isExplained: isExplained(one, sample, path),
  }));
  const unexplained = rejected
    .filter((one) => !one.isExplained)
    .map(({ row, reason }) => `row ${row ?? '?'}: ${reason}`);
  if (sample.fate === 'REFUSED') unexplained.push(`not refused, though it is ${sample.why}`);
  else if (sample.rows !== rows) unexplained.push(`${rows} rows read, ${sample.rows} are there`);
  const counts = { rows, published, changed, unchanged, late, notVehicles };
  return { ...nothing(file), site, ...counts, rejected, unexplained };
}

/** A reject is explained by a known defect of its row, of the same code, that the line really shows. */
function isExplained({ row, reason }: Rejected, sample: Sample, path: string): boolean {
  if (sample.fate !== 'IMPORTED' || row === null) return false;
  const defect = sample.defects?.find((one) => one.row === row && one.code === codeOf(reason));
  if (defect === undefined) return false;
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = lines[row - 1] ?? '';
  const { shows } = defect;
  return shows instanceof RegExp ? shows.test(line) : shows(line, lines.slice(0, row - 1));
}
