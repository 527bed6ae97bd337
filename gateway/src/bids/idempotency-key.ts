/** `Idempotency-Key`: which requests are one command (bidding.md section 6). */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { badParameters } from '../http/problem.ts';

export interface IdempotencyKey {
  /** Random per browser tab, program or robot. */
  readonly clientId: string;
  /** Rises per client and lot. */
  readonly clientSeq: number;
}

const header = 'idempotency-key';
const ours = /^([\x21-\x7e]{1,48}):(\d{1,15})$/;
const foreign = /^[\x20-\x7e]{1,64}$/;

/** @returns undefined when it is none; a text of another form is a client of its own */
export function parseKey(text: string): IdempotencyKey | undefined {
  const match = ours.exec(text);
  if (match?.[1] !== undefined) return { clientId: match[1], clientSeq: Number(match[2]) };
  return foreign.test(text) ? { clientId: text, clientSeq: 1 } : undefined;
}

/** @throws Refusal BAD_PARAMETER when the header is missing or no key */
export function requireKey(request: FastifyRequest): IdempotencyKey {
  const text = request.headers[header];
  const key = typeof text === 'string' ? parseKey(text) : undefined;
  if (key) return key;
  const message = 'is needed: <clientId>:<clientSeq>, at most 64 characters, new for each new bid';
  throw badParameters([{ parameter: 'Idempotency-Key', message }]);
}

/** Where the header may be left out: such a request is never taken for another one. */
export const keyOrNew = (request: FastifyRequest): IdempotencyKey =>
  request.headers[header] === undefined
    ? { clientId: randomUUID(), clientSeq: 1 }
    : requireKey(request);
