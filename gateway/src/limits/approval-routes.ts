/** Bids above a user's limit: seen, approved or refused by the organisation's approvers. */
import { randomUUID } from 'node:crypto';
import { IdPath } from '../accounts-contract.ts';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Decision, Undecided } from '../bids-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { ApprovalList, ApprovalRefused, RefusalBody } from '../limits-contract.ts';
import type { ApprovalItem } from '../limits-contract.ts';
import { orNull } from '../schema-parts.ts';
import type { Statements } from '../postgres.ts';
import { approvalsOf, decide } from './approval-store.ts';
import { sendApproved } from './approved-bids.ts';
import type { LimitWorld } from './limit-routes.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const decisions = { 404: Problem, 409: Problem, ...refusals };

export function approvalRoutes(app: App, world: LimitWorld): void {
  const { postgres, now } = world;
  app.get(
    '/api/approvals',
    {
      ...forRoles(['APPROVER', 'BUYER', 'ADMIN'], 'bids:read'),
      schema: {
        tags: ['bids'],
        summary: "Bids above a user's limit, and what became of them",
        response: { 200: ApprovalList, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      reply.header('cache-control', 'no-store');
      const approvals = await postgres.transaction({ organisationId }, (tx) =>
        approvalsOf(tx, organisationId, now()),
      );
      return { approvals };
    },
  );

  app.post(
    '/api/approvals/:id/approve',
    {
      ...forRoles(['APPROVER']),
      schema: {
        tags: ['bids'],
        summary: 'Approve a parked bid: it is sent now, as of now',
        description:
          'Waiting has earned it no priority. Nobody approves a bid of their own. 202: sent and not ' +
          'decided yet; approving it again asks for the outcome.',
        params: IdPath,
        response: { 200: Decision, 202: Undecided, ...decisions },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      const { id: approverId } = requirePrincipal(request);
      const sentAs = randomUUID();
      const parked = await postgres.transaction({ organisationId }, async (tx) => {
        const item = await waiting(tx, organisationId, id, now());
        if (item.userId === approverId) throw ownBid();
        const by = { userId: approverId, atMs: now(), sentAs };
        if (!(await decide(tx, id, 'APPROVED', by))) throw decidedAlready();
        const target = `lot/${item.lotId}`;
        await audit(tx, request, { action: 'BID_APPROVED', target }, now());
        return item;
      });
      reply.header('cache-control', 'no-store');
      const decision = await sendApproved(world, organisationId, parked, sentAs);
      if (decision) return decision;
      reply.code(202);
      return { commandId: sentAs };
    },
  );

  app.post(
    '/api/approvals/:id/refuse',
    {
      ...forRoles(['APPROVER']),
      schema: {
        tags: ['bids'],
        summary: 'Refuse a parked bid: it is not sent',
        params: IdPath,
        body: orNull(RefusalBody),
        response: { 200: ApprovalRefused, 415: Problem, ...decisions },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      const { id: userId } = requirePrincipal(request);
      await postgres.transaction({ organisationId }, async (tx) => {
        const { lotId } = await waiting(tx, organisationId, id, now());
        const note = request.body?.note?.trim();
        const said = note === undefined || note === '' ? null : note;
        const by = { userId, atMs: now(), sentAs: null, note: said };
        if (!(await decide(tx, id, 'REFUSED', by))) throw decidedAlready();
        await audit(tx, request, { action: 'BID_NOT_APPROVED', target: `lot/${lotId}` }, now());
      });
      return { commandId: id, state: 'REFUSED' as const };
    },
  );
}

const ownBid = (): Refusal =>
  new Refusal('FORBIDDEN', 'your own bid is for another approver of your organisation');
const decidedAlready = (): Refusal => new Refusal('CONFLICT', 'this bid was decided already');

/** @throws Refusal NO_SUCH_ENTRY; CONFLICT when it waits no more */
async function waiting(
  tx: Statements,
  organisationId: string,
  commandId: string,
  nowMs: number,
): Promise<ApprovalItem> {
  const [item] = await approvalsOf(tx, organisationId, nowMs, commandId);
  if (!item) throw new Refusal('NO_SUCH_ENTRY', 'your organisation has no such bid');
  if (item.state === 'EXPIRED') throw new Refusal('CONFLICT', 'the lot takes no bids any more');
  if (item.state === 'REFUSED' || item.outcome !== null) throw decidedAlready();
  return item;
}
