/** Lots of one sale, one after another: their order, their ends, and publishing them together. */
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import { newId } from '../accounts/new-id.ts';
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import { refusals } from '../bids/bid-routes.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { RunList, RunListBody, RunListPublished } from '../sell-contract.ts';
import type { OwnSale } from '../selling/sell-store.ts';
import type { SellWorld } from '../selling/sell.ts';
import { plannedEnd, publishRunList } from './publish-run-list.ts';
import { runListMax, RunListStore } from './run-list-store.ts';
import type { KeptRunList } from './run-list-store.ts';

const sellers = forRoles(['SELLER'], 'selling:write');
const tags = ['selling'];
const RunListPath = Type.Object({
  id: Type.String({ pattern: '^[a-z2-7]{16}$', description: 'runListId' }),
});
const RunLists = Type.Object({
  runLists: Type.Array(RunList, { description: 'Newest first, at most 200' }),
});
const ofList = { 200: RunList, ...refusals, 404: Problem, 409: Problem, 415: Problem };

type Sales = ReadonlyMap<string, OwnSale>;

function shown(list: KeptRunList, sales: Sales): RunList {
  return {
    ...list,
    lots: list.lots.map((lotId, at) => {
      const own = sales.get(lotId);
      const isOfList = own?.terms.runList === list.runListId;
      return {
        lotId,
        title: own?.item.title ?? null,
        status: own?.status ?? null,
        plannedEnd: plannedEnd(list, at),
        endsAt: own !== undefined && isOfList ? own.item.endsAt : null,
      };
    }),
  };
}

export function runListRoutes(app: App, world: SellWorld): void {
  const store = new RunListStore(world.postgres);
  const salesOf = async (organisationId: string, lotIds: readonly string[]): Promise<Sales> => {
    const sales = await world.sales.some(organisationId, lotIds);
    return new Map(sales.map((one) => [one.item.lotId, one]));
  };
  const find = async (request: FastifyRequest, id: string) => {
    const organisationId = requireOrganisation(request);
    const list = await store.find(organisationId, id);
    if (!list) throw new Refusal('NO_SUCH_ENTRY', `there is no run list ${id}`);
    return { organisationId, list, sales: await salesOf(organisationId, list.lots) };
  };
  const check = async (organisationId: string, body: RunListBody): Promise<Sales> => {
    if (body.firstEnd <= body.startsAt) {
      throw new Refusal('BAD_REQUEST', 'body firstEnd: must come after startsAt');
    }
    const sales = await salesOf(organisationId, body.lots);
    const wrong = body.lots.find((lotId) => sales.get(lotId)?.status !== 'DRAFT');
    if (wrong === undefined) return sales;
    throw new Refusal('BAD_REQUEST', `body lots: ${wrong} is no draft of yours`);
  };

  app.get(
    '/api/sell/run-lists',
    {
      ...sellers,
      schema: { tags, summary: 'Run lists', response: { 200: RunLists, ...refusals } },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const lists = await store.list(organisationId);
      const sales = await salesOf(
        organisationId,
        lists.flatMap(({ lots }) => lots),
      );
      return { runLists: lists.map((list) => shown(list, sales)) };
    },
  );

  app.post(
    '/api/sell/run-lists',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Make a run list of drafts',
        description: 'Nothing is shown to anybody before it is published.',
        body: RunListBody,
        response: { 200: RunList, ...refusals, 409: Problem, 415: Problem },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const sales = await check(organisationId, request.body);
      const [runListId, at] = [newId(), world.now()];
      if (!(await store.add(organisationId, runListId, request.body, at))) {
        throw new Refusal('CONFLICT', `there are ${runListMax} run lists: remove one first`);
      }
      return shown({ ...request.body, runListId, createdAt: at, publishedAt: null }, sales);
    },
  );

  app.put(
    '/api/sell/run-lists/:id',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Change a run list that is not published',
        params: RunListPath,
        body: RunListBody,
        response: ofList,
      },
    },
    async (request) => {
      const { id } = request.params;
      const { organisationId, list } = await find(request, id);
      if (list.publishedAt !== null) throw published();
      const sales = await check(organisationId, request.body);
      if (!(await store.change(organisationId, id, request.body))) throw published();
      return shown({ ...list, ...request.body }, sales);
    },
  );

  app.post(
    '/api/sell/run-lists/:id/publish',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Give every lot its end and publish it; again: go on with those left out',
        params: RunListPath,
        response: { 200: RunListPublished, ...refusals, 404: Problem, 409: Problem },
      },
    },
    async (request) => {
      const { organisationId, list, sales } = await find(request, request.params.id);
      if (list.lots.length === 0) throw new Refusal('CONFLICT', 'the run list has no lots');
      const { runListId } = list;
      await store.fix(organisationId, runListId, world.now());
      const refused = await publishRunList(world, request, list, sales);
      await world.postgres.transaction({ organisationId }, (tx) => {
        const entry = { action: 'RUN_LIST_PUBLISHED', target: `run-list/${runListId}` } as const;
        return audit(tx, request, entry, world.now());
      });
      const now = await find(request, runListId);
      return { runList: shown(now.list, now.sales), refused };
    },
  );

  app.delete(
    '/api/sell/run-lists/:id',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Forget a run list; its lots stay as they are',
        params: RunListPath,
        response: { 204: Type.Null(), ...refusals, 404: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (await store.drop(requireOrganisation(request), id)) return reply.code(204).send(null);
      throw new Refusal('NO_SUCH_ENTRY', `there is no run list ${id}`);
    },
  );
}

const published = () => new Refusal('CONFLICT', 'the run list is published and does not change');
