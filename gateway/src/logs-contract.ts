/**
 * Audit records and log lines as the routes answer them. No relative imports, like contract.ts, which
 * exports the types. Instants are epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  instant,
  instantOrNull,
  integer,
  oneOf,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const strict = { additionalProperties: false } as const;
const instantMax = 4_102_444_800_000;
const when = (what: string) =>
  Type.Integer({ minimum: 0, maximum: instantMax, description: `${what}, epoch ms UTC` });
const word = (what: string) => Type.String({ minLength: 1, maxLength: 128, description: what });
const limit = (most: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: most, description: 'At most so many' }));
const cursor = Type.Optional(
  Type.String({ maxLength: 200, description: '`next` of the page before' }),
);

const auditFilter = {
  from: Type.Optional(when('First instant')),
  to: Type.Optional(when('First instant that is left out')),
  action: Type.Optional(word('What was done: SIGNED_IN, BID_PLACED, …')),
  result: Type.Optional(oneOf(['DONE', 'REFUSED', 'FAILED'], 'What became of it')),
  actor: Type.Optional(word('Id of who did it')),
  target: Type.Optional(word('What it was done to: `lot/<id>`, `user/<id>`, …')),
  organisation: Type.Optional(word('Id; for auditors of the platform')),
};
export const AuditQuery = Type.Object({ ...auditFilter, cursor, limit: limit(500) }, strict);
export type AuditQuery = Static<typeof AuditQuery>;
export const AuditExportQuery = Type.Object(
  {
    ...auditFilter,
    format: oneOf(['csv', 'jsonl'], 'Rows of a table, or one JSON document a line'),
  },
  strict,
);
export type AuditExportQuery = Static<typeof AuditExportQuery>;

export const AuditItem = Type.Object({
  eventId: text('Names the event'),
  at: instant('When'),
  actorKind: text('USER, TOKEN, VISITOR or SERVICE'),
  actorId: textOrNull('Who; null: a visitor'),
  actorName: textOrNull(
    'Address of a user, name of a token; null: not known, or not yours to know',
  ),
  organisationId: textOrNull('Organisation it was done for, or to'),
  action: text('What was done'),
  target: textOrNull('What it was done to: a kind and an id'),
  result: text('DONE, REFUSED or FAILED'),
  reason: textOrNull('The named why of a refusal'),
  requestId: textOrNull('Id of the request in the logs'),
  address: textOrNull('Network address of the asker'),
  writerId: text('Who wrote the record'),
  writerSeq: integer("Its number in the writer's chain"),
  hash: text('SHA-256 of the record, hex'),
});
export type AuditItem = Static<typeof AuditItem>;
export const AuditPage = Type.Object({
  events: Type.Array(AuditItem, { description: 'Newest first' }),
  next: textOrNull('Cursor of the next page; null: these were the oldest'),
});
export type AuditPage = Static<typeof AuditPage>;

const level = oneOf(['debug', 'info', 'warn', 'error'], 'This level and worse ones');
const range = { from: when('First instant'), to: when('First instant that is left out') };
export const LogQuery = Type.Object(
  {
    ...range,
    service: Type.Optional(word('Name of the service')),
    level: Type.Optional(level),
    text: Type.Optional(word('Stands anywhere in the line, in upper or lower case')),
    request: Type.Optional(word('Id of a request, a trace or a snapshot')),
    lot: Type.Optional(word('lotId')),
    site: Type.Optional(word('Site code')),
    organisation: Type.Optional(word('Id of an organisation')),
    cursor,
    limit: limit(500),
  },
  strict,
);
export type LogQuery = Static<typeof LogQuery>;

export const LogLine = Type.Object({
  id: text('Names the line'),
  at: instant('When'),
  level: oneOf(['debug', 'info', 'warn', 'error'], 'error: someone must act'),
  service: text('Who says it'),
  message: text('What happened'),
  requestId: textOrNull('Request, or snapshot of a feed, it belongs to'),
  lotId: textOrNull('Lot it is about'),
  fields: text('All other fields, JSON'),
});
export type LogLine = Static<typeof LogLine>;
export const LogPage = Type.Object({
  lines: Type.Array(LogLine, { description: 'Newest first' }),
  next: textOrNull(
    'Cursor: search on from where this page ended; null: the whole range was searched',
  ),
  searchedTo: instant('The lines from here on were searched'),
});
export type LogPage = Static<typeof LogPage>;

export const LogHistogramQuery = Type.Object(
  { ...range, service: Type.Optional(word('Name of the service')) },
  strict,
);
export const LogHistogram = Type.Object({
  stepMs: integer('Length of a bar, ms'),
  bars: Type.Array(
    Type.Object({
      at: instant('Begin of the bar'),
      debug: integer('Lines'),
      info: integer('Lines'),
      warn: integer('Lines'),
      error: integer('Lines'),
    }),
    { description: 'Oldest first, empty ones included' },
  ),
  services: Type.Array(Type.Object({ service: text('Name'), lines: integer('In the range') })),
  oldestAt: instantOrNull('First bar with lines; null: none has any'),
});
export type LogHistogram = Static<typeof LogHistogram>;
