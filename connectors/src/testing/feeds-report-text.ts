/** The report of the feed samples for people: one line a file, rejects below it, the sum at the end. */
import type { FeedsReport, FileReport } from './feeds-report.ts';

const columns = ['rows', 'published', 'changed', 'unchanged', 'late', 'notVehicles'] as const;
const heads = ['rows', 'published', 'changed', 'unchanged', 'late', 'other', 'rejected'];
/** Row numbers printed of one reason; `--json` has all of them. */
const printedMax = 20;

export function feedsReportText({ files, rows, rejected, unexplained }: FeedsReport): string {
  const width = Math.max(...files.map(({ file }) => file.length), 'file'.length);
  const head = ['file'.padEnd(width), ...heads.map((name) => name.padStart(9))].join(' ');
  const lines = files.flatMap((file) => [countsLine(file, width), ...remarks(file)]);
  const sum = `${files.length} files, ${rows} rows read, ${rejected} rejected`;
  return [head, ...lines, '', sum, `unexplained: ${unexplained}`].join('\n');
}

function countsLine(report: FileReport, width: number): string {
  const name = report.file.padEnd(width);
  if (report.site === null) return `${name}  no feed: ${report.remark ?? 'not described'}`;
  if (report.refusal !== null) return `${name}  refused by the connector of ${report.site}`;
  const counts = [...columns.map((column) => report[column]), report.rejected.length];
  return [name, ...counts.map((count) => String(count).padStart(9))].join(' ');
}

function remarks({ site, refusal, remark, rejected, unexplained }: FileReport): string[] {
  const lines: string[] = [];
  if (refusal !== null) lines.push(refusal);
  if (refusal !== null && remark !== null) lines.push(`as it should be: ${remark}`);
  const byReason = Map.groupBy(rejected, ({ reason, isExplained }) =>
    [reason.split(':')[0], isExplained ? 'explained' : 'NOT EXPLAINED'].join(', '),
  );
  for (const [reason, all] of byReason) {
    const shown = all.slice(0, printedMax).map(({ row }) => String(row ?? '?'));
    const more = all.length > printedMax ? ` and ${all.length - printedMax} more` : '';
    lines.push(`rejected, ${reason}: rows ${shown.join(', ')}${more}`);
  }
  const isReject = (line: string): boolean => line.startsWith('row ');
  if (site === null || rejected.length === 0) lines.push(...unexplained);
  else lines.push(...unexplained.filter((line) => !isReject(line)));
  return lines.map((line) => `    ${line}`);
}
