/** Audit records as rows of a table, safe to open in a spreadsheet. Pure. */
import type { AuditEvent } from '@auction/avro/records';

export const columns = [
  'at',
  'action',
  'result',
  'reason',
  'actorKind',
  'actorId',
  'organisationId',
  'target',
  'requestId',
  'address',
  'writerId',
  'writerSeq',
  'eventId',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof AuditEvent)[];

/** A cell that begins so would be a formula to a spreadsheet. */
const formula = /^[=+\-@\t\r]/;

/** @returns the cell: never a formula, and quoted where its signs would end it */
export function csvCell(value: string): string {
  const harmless = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvHead = `${columns.join(',')}\r\n`;

export function csvRow(event: AuditEvent): string {
  const cells = columns.map((column) => {
    if (column === 'at') return new Date(event.at).toISOString();
    const value = event[column];
    return value === null ? '' : csvCell(String(value));
  });
  return `${cells.join(',')}\r\n`;
}

export const jsonRow = (event: AuditEvent): string => `${JSON.stringify(event)}\n`;
