/** What a person, or a program, is told of an import. */
import type { ImportDone } from '../import-events.ts';
import type { Outcome, Rejected } from './outcome.ts';

export interface ImportSummary {
  readonly snapshotId: string;
  readonly sequence: number;
  /** Age of the file, epoch ms. */
  readonly observedAt: number;
  /** Rows read, header excluded; always published and rejected together. */
  readonly rows: number;
  /** Rows that are listings. */
  readonly published: number;
  /** Of these: same content again, no version written. */
  readonly unchanged: number;
  /** Of these: a version was written. */
  readonly changed: number;
  /** Of the changed ones: seen for the first time, or back. */
  readonly appeared: number;
  /** Of the published ones: older than what is known, ignored. */
  readonly late: number;
  /** Of the published ones: understood and no vehicle, kept raw only. */
  readonly notVehicles: number;
  /** Listings of earlier imports that are closed because this complete file lacks them. */
  readonly gone: number;
  readonly rejected: readonly Rejected[];
  readonly complete: boolean;
  /** Why it closes nobody, as `CODE: text`; null when complete. */
  readonly reason: string | null;
  /** Columns added or missing. */
  readonly warnings: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
  /** From the first byte sent to the last row on the board. */
  readonly seconds: number;
}

/** Rejected rows printed as text; JSON has all of them. */
const printedMax = 50;

export function importSummary(done: ImportDone, outcome: Outcome, seconds: number): ImportSummary {
  const { partitions, rejected } = outcome;
  const sum = (
    count: 'unchanged' | 'changed' | 'appeared' | 'late' | 'notVehicles' | 'gone',
  ): number => partitions.reduce((total, partition) => total + partition[count], 0);
  return {
    snapshotId: done.snapshotId,
    sequence: done.sequence,
    observedAt: done.observedAt,
    rows: done.rows,
    published: done.rows - rejected.length,
    unchanged: sum('unchanged'),
    changed: sum('changed'),
    appeared: sum('appeared'),
    late: sum('late'),
    notVehicles: sum('notVehicles'),
    gone: sum('gone'),
    rejected,
    ...judgement(done, outcome),
    warnings: done.warnings,
    bytes: done.bytes,
    sha256: done.sha256,
    seconds,
  };
}

/** The connector judges the file, the normaliser what it means beside what is known; both must agree. */
function judgement(
  done: ImportDone,
  { partitions }: Outcome,
): Pick<ImportSummary, 'complete' | 'reason'> {
  const doubt = partitions.find(({ complete }) => !complete);
  return { complete: done.complete && !doubt, reason: done.reason ?? doubt?.reason ?? null };
}

/** Lines for people. */
export function summaryText(summary: ImportSummary): string {
  const { rows, published, unchanged, changed, appeared, late, gone, rejected, notVehicles } =
    summary;
  const counts: [string, number, string][] = [
    ['rows read', rows, ''],
    ['published', published, ''],
    ['unchanged', unchanged, ''],
    ['changed', changed, appeared > 0 ? `${appeared} of them new` : ''],
    ...(late > 0 ? [['late', late, 'older than what is known'] as [string, number, string]] : []),
    ...(notVehicles > 0
      ? [['other', notVehicles, 'no vehicles: kept raw'] as [string, number, string]]
      : []),
    ...(gone > 0 ? [['gone', gone, 'closed by this file'] as [string, number, string]] : []),
    ['rejected', rejected.length, ''],
  ];
  const lines = counts.map(([name, count, remark]) =>
    `${name.padEnd(10)} ${String(count).padStart(8)}  ${remark}`.trimEnd(),
  );
  return [
    ...lines,
    ...rejected.slice(0, printedMax).map(rejectedLine),
    ...(rejected.length > printedMax
      ? [`  … and ${rejected.length - printedMax} more: --json lists all of them`]
      : []),
    ...summary.warnings.map((warning) => `warning: ${warning}`),
    `The board has it: snapshot ${summary.snapshotId}, ${summary.seconds.toFixed(1)} s. ${closing(summary)}`,
  ].join('\n');
}

function rejectedLine({ row, siteListingId, reason }: Rejected): string {
  const lot = siteListingId === null ? '' : ` (${siteListingId})`;
  return `  row ${row ?? '?'}${lot}: ${reason}`;
}

function closing({ complete, reason }: ImportSummary): string {
  if (complete) return 'It was declared complete.';
  const isUsual = reason?.startsWith('NOT_DECLARED_COMPLETE:') ?? true;
  return isUsual ? 'It closes nobody.' : `It closes nobody: ${reason ?? ''}`;
}
