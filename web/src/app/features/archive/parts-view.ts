import type { ArchivePart } from '@auction/gateway/contract';

/** A month of the archive, all its files together. */
export interface ArchivedMonth {
  readonly month: string;
  readonly files: number;
  /** Lots and bytes of the files that are written. */
  readonly lots: number;
  readonly bytes: number;
  /** Files that were not read back yet, or whose lots are on their way off the board, or back. */
  readonly unfinished: number;
  /** Files whose lots stand on the board again. */
  readonly restored: number;
  /** Latest instant a file of it was verified, epoch ms; null: none was. */
  readonly verifiedAt: number | null;
  /** Lots by site. */
  readonly sites: ReadonlyMap<string, number>;
}

/** What comes back to the board was read once more before. */
const verifiedStates: ReadonlySet<string> = new Set(['VERIFIED', 'DONE', 'RESTORING', 'RESTORED']);
const isVerified = ({ state }: ArchivePart): boolean => verifiedStates.has(state);
const countOf = (files: readonly ArchivePart[], states: readonly string[]): number =>
  files.filter(({ state }) => states.includes(state)).length;
const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0);

/** Months in the order of their files. */
export function monthsOf(parts: readonly ArchivePart[]): ArchivedMonth[] {
  return [...Map.groupBy(parts, ({ month }) => month)].map(([month, files]) => {
    const sites = new Map<string, number>();
    for (const { site, lots } of files.flatMap((file) => file.sites)) {
      sites.set(site, (sites.get(site) ?? 0) + lots);
    }
    const verified = files.filter(isVerified).map(({ changedAt }) => changedAt);
    return {
      ...{ month, sites, files: files.length },
      lots: sum(files.map(({ lots }) => lots)),
      bytes: sum(files.map(({ bytes }) => bytes)),
      unfinished: files.length - countOf(files, ['DONE', 'RESTORED']),
      restored: countOf(files, ['RESTORED']),
      verifiedAt: verified.length === 0 ? null : Math.max(...verified),
    };
  });
}

/** Every site of the months, by name. */
export const sitesOf = (months: readonly ArchivedMonth[]): string[] =>
  [...new Set(months.flatMap(({ sites }) => [...sites.keys()]))].sort();

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `512 B`, `4.2 MB`: three digits at most. */
export function size(bytes: number): string {
  let value = bytes;
  let unit: string = 'B';
  for (const next of units) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${unit === 'B' || value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}
