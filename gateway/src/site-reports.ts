/** How each site's feed is doing: answer of `GET /api/sites`. No relative imports: see contract.ts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  orNull,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const RejectCount = Type.Object({
  code: text('Upper-case word'),
  count: integer('Records'),
  example: text('Reason of the newest one, for people'),
  row: integerOrNull('Its row number in the file'),
});

const SiteSnapshot = Type.Object({
  snapshotId: text('Id'),
  delivery: text('poll or import'),
  sequence: integer('Number, grows per site'),
  observedAt: instant('Age of the file'),
  completedAt: instant('When its end marker was published'),
  rows: integer('Rows read'),
  published: integer('Rows published'),
  rejected: integer('Rows that could not be read'),
  complete: Type.Boolean({ description: 'Whether the completeness gate passed' }),
  reason: textOrNull('Why not'),
  applied: orNull(
    Type.Object({
      changed: integer('Listing versions written'),
      appeared: integer('Of these: new or back again'),
      unchanged: integer('Same content again: suppressed'),
      late: integer('Older than what is known: ignored'),
      dead: integer('Rejected to the dead-letter topic'),
      gone: integer('Closed because a complete snapshot lacked them'),
      done: Type.Boolean({ description: 'False while some partitions are still at work' }),
    }),
  ),
});

export const SiteReport = Type.Object({
  site: text('Site code'),
  name: text('Name for people'),
  state: oneOf(['UNKNOWN', 'STARTING', 'OK', 'LATE', 'FAILING'], 'How the feed is doing'),
  reason: textOrNull('Why it is not OK'),
  at: instant('When the connector said so'),
  pollIntervalMs: integer('Normal time between polls, ms'),
  lastAttemptAt: instantOrNull('Last request'),
  lastSuccessAt: instantOrNull("Last good file or 'not modified'"),
  nextRunAt: instantOrNull('Next request'),
  pausedAt: instantOrNull('Since when an operator keeps it from being asked; null: it is asked'),
  consecutiveFailureCount: integer('Failed attempts since the last success'),
  freshnessMs: integerOrNull('Age of what we know: now - lastSuccessAt; null before the first'),
  lotCount: integer('Lots of the site'),
  liveLotCount: integer('Of these: SCHEDULED, OPEN or ENDING_UNCONFIRMED'),
  lastSnapshot: orNull(SiteSnapshot),
  rejects: Type.Array(RejectCount, { description: 'Of the newest file of each delivery' }),
});
export type SiteReport = Static<typeof SiteReport>;

/** Answer to POST /api/sites/:site/{pause,resume,run} */
export const SiteControl = Type.Object({
  site: text('Site code'),
  pausedAt: instantOrNull('Since when it is paused; null: it is asked'),
  nextRunAt: instantOrNull('Next request; null: none is planned'),
});
export type SiteControl = Static<typeof SiteControl>;

/** GET /api/sites */
export const SitesAnswer = Type.Object({
  now: instant('Clock of the gateway'),
  sites: Type.Array(SiteReport),
});
export type SitesAnswer = Static<typeof SitesAnswer>;

/** POST /api/imports/preview */
export const UploadPreview = Type.Object({
  refusal: textOrNull('Why the file is not taken at all; null: it is'),
  rows: integer('Rows read'),
  rejected: integer('Of these: rows that cannot be read'),
  isCut: Type.Boolean({ description: 'True: only the beginning of the file was looked at' }),
  recognised: Type.Array(text('Fact'), { description: 'Facts that at least one row has' }),
  warnings: Type.Array(text('Warning'), { description: 'Columns nobody reads, and the like' }),
  firstRows: Type.Array(
    Type.Object({
      row: integer('Number in the file'),
      siteListingId: text('Id it would have'),
      cells: Type.Record(Type.String(), Type.String(), { description: 'Facts by name' }),
    }),
  ),
  rejects: Type.Array(
    Type.Object({ row: integer('Number in the file'), reason: text('Why, for people') }),
    { description: 'The first hundred' },
  ),
});
export type UploadPreview = Static<typeof UploadPreview>;
