/** What an organisation may be bound to: set by the platform, per user by its own admins, shown to both. */
import { Type } from 'typebox';
import { limitCommand } from '@auction/avro/command-route';
import { IdPath } from '../accounts-contract.ts';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { Decision } from '../bids-contract.ts';
import type { LotDesk } from '../bids/lot-desk.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import {
  LimitsBody,
  OrganisationLimits,
  OwnLimits,
  SettledBody,
  UserLimit,
  UserLimitBody,
} from '../limits-contract.ts';
import type { ApprovalItem } from '../limits-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { limitsOf, ownLimits, relayLimits, setLimits, setUserLimit } from './limit-store.ts';
import type { LimitsToSend } from './limit-store.ts';

export interface LimitWorld {
  readonly desk: LotDesk;
  readonly postgres: Postgres;
  /** Sends an approved order for a lot of another site. @returns undefined: not decided yet */
  readonly sendOrder: (
    organisationId: string,
    order: ApprovalItem,
    sentAs: string,
  ) => Promise<Decision | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
}

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const changes = { 400: Problem, 404: Problem, 415: Problem, ...refusals };

/** Writes limits to the limiter. @throws StoreAway */
export const limitsSender =
  (desk: LotDesk) =>
  ({ organisationId: orgId, ...told }: LimitsToSend) => {
    const { version, creditMinor, currency, lotsLedMax, further } = told;
    const limits = { version, creditMinor, currency, lotsLedMax, further };
    return desk.tellLimiter(limitCommand({ kind: 'SET_LIMITS', orgId, limits }));
  };

interface PerCurrency {
  readonly currency: string | null;
  readonly further: readonly { readonly currency: string }[];
}

/** @throws Refusal BAD_PARAMETER: one amount a currency, and none beside nothing */
function checkFurther(first: number | null, { currency, further }: PerCurrency): void {
  const bad = (message: string) => badParameters([{ parameter: 'further', message }]);
  if (first === null && further.length > 0) throw bad('needs a first amount: set it too');
  const codes = [currency, ...further.map((one) => one.currency)];
  if (new Set(codes).size < codes.length) throw bad('name each currency once');
}

/** @throws Refusal NO_SUCH_ENTRY */
async function requireKnown(tx: Statements, organisationId: string): Promise<void> {
  const [known] = await tx.query('SELECT 1 FROM organisation WHERE id = $1', [organisationId]);
  if (!known) throw new Refusal('NO_SUCH_ENTRY', 'there is no such organisation');
}

export function limitRoutes(app: App, world: Omit<LimitWorld, 'sendOrder'>): void {
  ownRoutes(app, world);
  platformRoutes(app, world);
}

function ownRoutes(app: App, { postgres, now }: Pick<LimitWorld, 'postgres' | 'now'>): void {
  app.get(
    '/api/organisation/limits',
    {
      ...forRoles(['ADMIN', 'BUYER', 'APPROVER', 'VIEWER'], 'bids:read'),
      schema: {
        tags: ['organisation'],
        summary: 'What the organisation may be bound to, and is',
        response: { 200: OwnLimits, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { id, roles } = requirePrincipal(request);
      reply.header('cache-control', 'no-store');
      return ownLimits(postgres, organisationId, roles.includes('ADMIN') ? null : id);
    },
  );

  app.put(
    '/api/organisation/users/:id/limit',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: 'Most a user may bid without an approver',
        description:
          'One amount a currency. Bids above it, and bids in a currency that has none, wait for an approver.',
        params: IdPath,
        body: UserLimitBody,
        response: { 200: UserLimit, ...changes },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      const { further = [], ...first } = request.body;
      const limit = { userId: id, ...first, further };
      checkFurther(limit.amount, limit);
      await postgres.transaction({ organisationId }, async (tx) => {
        if (!(await setUserLimit(tx, organisationId, limit, now()))) {
          throw new Refusal('NO_SUCH_ENTRY', 'your organisation has no such user');
        }
        await audit(tx, request, { action: 'USER_LIMIT_SET', target: `user/${id}` }, now());
      });
      return limit.amount === null ? { ...limit, currency: null } : limit;
    },
  );
}

function platformRoutes(app: App, { desk, postgres, now }: Omit<LimitWorld, 'sendOrder'>): void {
  app.get(
    '/api/admin/organisations/:id/limits',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['platform'],
        summary: 'What an organisation may be bound to',
        params: IdPath,
        response: { 200: OrganisationLimits, 404: Problem, ...refusals },
      },
    },
    async (request) =>
      postgres.transaction('platform', async (tx) => {
        await requireKnown(tx, request.params.id);
        return limitsOf(tx, request.params.id);
      }),
  );

  app.put(
    '/api/admin/organisations/:id/limits',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['platform'],
        summary: 'Set what an organisation may be bound to',
        description: 'Holds for bids after the answer. 503: kept, and told to the limiter later.',
        params: IdPath,
        body: LimitsBody,
        response: { 200: OrganisationLimits, ...changes },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { further = [], ...first } = request.body;
      const limits = { ...first, further };
      checkFurther(limits.credit, limits);
      await postgres.transaction('platform', async (tx) => {
        await requireKnown(tx, id);
        await setLimits(tx, id, limits, now());
        const target = `organisation/${id}`;
        await audit(tx, request, { action: 'LIMITS_SET', organisationId: id, target }, now());
      });
      while (await relayLimits(postgres, limitsSender(desk)));
      return limits;
    },
  );

  app.post(
    '/api/admin/organisations/:id/settled',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['platform'],
        summary: 'A lot the organisation won is paid for, or given up: it binds no more',
        description: 'Repeating it changes nothing, and a lot it has not won is left alone.',
        params: IdPath,
        body: SettledBody,
        response: { 204: Type.Null(), ...changes },
      },
    },
    async (request, reply) => {
      const { id: orgId } = request.params;
      const { lotId } = request.body;
      await postgres.transaction('platform', (tx) => requireKnown(tx, orgId));
      await desk.tellLimiter(limitCommand({ kind: 'SETTLED', orgId, settled: { lotId } }));
      await postgres.transaction('platform', (tx) => {
        const target = `lot/${lotId}`;
        return audit(tx, request, { action: 'LOT_SETTLED', organisationId: orgId, target }, now());
      });
      return reply.code(204).send(null);
    },
  );
}
