/** The logs, for operators of the platform: search and histogram, always within a range of time. */
import type { MinuteDocument } from '@auction/streams/logging/log-documents';
import { forRoles } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters } from '../http/problem.ts';
import { LogHistogram, LogHistogramQuery, LogPage, LogQuery } from '../logs-contract.ts';
import { requireMongo } from '../mongo.ts';
import type { Mongo } from '../mongo.ts';
import { histogramOf } from './log-histogram.ts';
import { minutesOf, searchLogs } from './log-store.ts';
import type { LogCursor } from './log-store.ts';

const refusals = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const usualLimit = 100;
const rangeMaxMs = 31 * 86_400_000;
/** A search that finds too little by then answers what it has, and where to go on. */
const searchMs = 2_000;
const minuteMs = 60_000;

/** @param mongo undefined: this installation has none */
export function logRoutes(app: App, mongo: Mongo | undefined): void {
  app.get(
    '/api/logs',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['logs'],
        summary: 'Log lines of all services, newest first',
        description:
          'Within a range of at most 31 days. A search ends after two seconds: `next` goes on from ' +
          'there, `searchedTo` says how far it came.',
        querystring: LogQuery,
        response: { 200: LogPage, ...refusals },
      },
    },
    async (request, reply) => {
      const { cursor, limit = usualLimit, ...wish } = request.query;
      checkRange(wish.from, wish.to);
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const lateAt = performance.now() + searchMs;
      const isLate = (): boolean => performance.now() > lateAt;
      const found = await searchLogs(requireMongo(mongo), wish, { limit, after, isLate });
      reply.header('cache-control', 'no-store');
      const { next } = found;
      return {
        lines: [...found.lines],
        next: next === undefined ? null : encodeCursor(next),
        searchedTo:
          next === undefined ? wish.from : (next.line?.at ?? (next.minute + 1) * minuteMs),
      };
    },
  );

  app.get(
    '/api/logs/histogram',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['logs'],
        summary: 'How many lines of which level there were, over time',
        querystring: LogHistogramQuery,
        response: { 200: LogHistogram, ...refusals },
      },
    },
    async (request, reply) => {
      const { from, to, service } = request.query;
      checkRange(from, to);
      const minutes: MinuteDocument[] = [];
      for await (const minute of minutesOf(requireMongo(mongo), from, to)) minutes.push(minute);
      reply.header('cache-control', 'no-store');
      return histogramOf(minutes, from, to, service);
    },
  );
}

function checkRange(from: number, to: number): void {
  if (to <= from) throw badParameters([{ parameter: 'to', message: 'must lie behind `from`' }]);
  if (to - from > rangeMaxMs) {
    throw badParameters([{ parameter: 'from', message: 'at most 31 days before `to`' }]);
  }
}

const encodeCursor = ({ minute, line }: LogCursor): string =>
  Buffer.from(`${minute}:${line ? `${line.at}:${line.id}` : ''}`).toString('base64url');

function decodeCursor(text: string): LogCursor {
  const plain = Buffer.from(text, 'base64url').toString();
  const match = /^(\d{1,9}):(?:(\d{1,15}):([\x21-\x7e]{1,100}))?$/.exec(plain);
  if (!match) throw badParameters([{ parameter: 'cursor', message: 'is not one we gave' }]);
  const [, minute, at, id] = match;
  const line = at === undefined || id === undefined ? null : { at: Number(at), id };
  return { minute: Number(minute), line };
}
