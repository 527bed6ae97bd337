/** Strategy robots of the own organisation, and the platform's switch for all of them. */
import type { FastifyRequest } from 'fastify';
import { IdPath } from '../accounts-contract.ts';
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import type { Postgres, Statements } from '../postgres.ts';
import {
  ChangeRobotBody,
  NewRobotBody,
  RobotDeeds,
  RobotItem,
  RobotList,
  RobotsStopped,
  RobotSwitch,
} from '../robots-contract.ts';
import { checkLots, checkOrder, newOrder } from './robot-order.ts';
import {
  areRobotsHalted,
  changeOrder,
  findRobot,
  keepOrder,
  listDeeds,
  listRobots,
  stopRobots,
} from './robot-store.ts';

export interface RobotWorld {
  readonly postgres: Postgres;
  /** Sites whose bid API is switched on. */
  readonly sites: readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
}

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const owners = forRoles(['BUYER'], 'robots:write');
const readers = forRoles(['BUYER', 'APPROVER', 'VIEWER', 'ADMIN'], 'robots:read');
const tags = ['robots'];
const ends: readonly string[] = ['STOPPED', 'DONE', 'FAILED'];
const sentNote = 'At once; a bid already sent may still land.';

export function robotRoutes(app: App, world: RobotWorld): void {
  readingRoutes(app, world);
  makingRoutes(app, world);
  changingRoutes(app, world);
  switchRoutes(app, world);
}

/** @throws Refusal NO_SUCH_ENTRY for robots of others, as for none at all */
async function requireRobot(tx: Statements, organisationId: string, id: string) {
  const robot = await findRobot(tx, organisationId, id);
  if (robot) return robot;
  throw new Refusal('NO_SUCH_ENTRY', 'there is no such robot');
}

function readingRoutes(app: App, { postgres }: RobotWorld): void {
  const read = <T>(
    request: FastifyRequest,
    work: (tx: Statements, organisationId: string) => Promise<T>,
  ): Promise<T> => {
    const organisationId = requireOrganisation(request);
    return postgres.transaction({ organisationId }, (tx) => work(tx, organisationId));
  };
  app.get(
    '/api/robots',
    {
      ...readers,
      schema: {
        tags,
        summary: "The organisation's robots",
        response: { 200: RobotList, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return read(request, async (tx, organisationId) => ({
        robots: await listRobots(tx, organisationId),
        halted: await areRobotsHalted(tx),
      }));
    },
  );
  app.get(
    '/api/robots/:id',
    {
      ...readers,
      schema: {
        tags,
        summary: 'One robot',
        params: IdPath,
        response: { 200: RobotItem, 400: Problem, 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return read(request, (tx, organisationId) =>
        requireRobot(tx, organisationId, request.params.id),
      );
    },
  );
  app.get(
    '/api/robots/:id/deeds',
    {
      ...readers,
      schema: {
        tags,
        summary: 'What a robot did and why',
        params: IdPath,
        response: { 200: RobotDeeds, 400: Problem, 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return read(request, async (tx, organisationId) => {
        await requireRobot(tx, organisationId, request.params.id);
        return { deeds: await listDeeds(tx, organisationId, request.params.id) };
      });
    },
  );
}

function makingRoutes(app: App, { postgres, sites, now }: RobotWorld): void {
  app.post(
    '/api/robots',
    {
      ...owners,
      schema: {
        tags,
        summary: 'Let a robot bid',
        description:
          'One robot of an organisation on a lot; it begins at once. On a lot of another site SNIPE ' +
          'only: it places one maximum there, or tells its owner the moment where people bid.',
        body: NewRobotBody,
        response: {
          201: RobotItem,
          400: Problem,
          404: Problem,
          409: Problem,
          415: Problem,
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      checkOrder(request.body);
      const order = newOrder(request, request.body, now());
      const { organisationId, robotId } = order;
      const made = await postgres.transaction({ organisationId }, async (tx) => {
        const ways = await checkLots(tx, organisationId, request.body, sites);
        const taken = await keepOrder(tx, order, ways);
        if (taken !== undefined) {
          throw new Refusal('CONFLICT', `a robot of your organisation is on lot ${taken} already`);
        }
        await audit(tx, request, { action: 'ROBOT_MADE', target: `robot/${robotId}` }, now());
        return requireRobot(tx, organisationId, robotId);
      });
      reply.code(201).header('cache-control', 'no-store');
      return made;
    },
  );
}

function changingRoutes(app: App, { postgres, now }: RobotWorld): void {
  app.patch(
    '/api/robots/:id',
    {
      ...owners,
      schema: {
        tags,
        summary: 'Pause, resume or stop a robot, or change what it may offer',
        description: sentNote,
        params: IdPath,
        body: ChangeRobotBody,
        response: {
          200: RobotItem,
          400: Problem,
          404: Problem,
          409: Problem,
          415: Problem,
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { wish = null, winCount = null, budget = null, lots = [] } = request.body;
      const { stepCount = null, leadMs = null } = request.body;
      const organisationId = requireOrganisation(request);
      reply.header('cache-control', 'no-store');
      return postgres.transaction({ organisationId }, async (tx) => {
        const robot = await requireRobot(tx, organisationId, id);
        if (wish !== 'STOP' && (robot.wish === 'STOP' || ends.includes(robot.status))) {
          throw new Refusal('CONFLICT', 'the robot is over: make a new one');
        }
        const known = new Set(robot.lots.map(({ lotId }) => lotId));
        const foreign = lots.find(({ lotId }) => !known.has(lotId));
        if (foreign) throw new Refusal('CONFLICT', `lot ${foreign.lotId} is none of this robot`);
        if (robot.strategy !== 'GROUP' && (winCount !== null || budget !== null)) {
          throw new Refusal('CONFLICT', 'only a group has a number of lots and a budget');
        }
        if (robot.strategy !== 'STEP' && stepCount !== null) {
          throw new Refusal('CONFLICT', 'only a STEP robot counts steps');
        }
        if ((winCount ?? 0) > robot.lots.length) {
          throw badParameters([{ parameter: 'winCount', message: 'is more than there are lots' }]);
        }
        if (wish === 'STOP') await stopRobots(tx, organisationId, id);
        else await changeOrder(tx, id, { wish, winCount, budget, stepCount, leadMs, lots });
        await audit(tx, request, { action: 'ROBOT_CHANGED', target: `robot/${id}` }, now());
        return requireRobot(tx, organisationId, id);
      });
    },
  );
  app.post(
    '/api/robots/stop-all',
    {
      ...forRoles(['BUYER', 'ADMIN'], 'robots:write'),
      schema: {
        tags,
        summary: "Stop all of the organisation's robots",
        description: sentNote,
        response: { 200: RobotsStopped, ...refusals },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      return postgres.transaction({ organisationId }, async (tx) => {
        const stopped = (await stopRobots(tx, organisationId, null)).length;
        const target = `organisation/${organisationId}`;
        await audit(tx, request, { action: 'ROBOTS_STOPPED', target }, now());
        return { stopped };
      });
    },
  );
}

function switchRoutes(app: App, { postgres, now }: RobotWorld): void {
  const platform = ['platform'];
  app.get(
    '/api/admin/robots',
    {
      ...forRoles(['OPERATOR', 'AUDITOR']),
      schema: {
        tags: platform,
        summary: 'Whether all robots are halted',
        response: { 200: RobotSwitch, ...refusals },
      },
    },
    async () => ({ halted: await postgres.transaction('platform', areRobotsHalted) }),
  );
  app.put(
    '/api/admin/robots',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: platform,
        summary: 'Halt all robots, or let them go on',
        description: sentNote,
        body: RobotSwitch,
        response: { 200: RobotSwitch, 400: Problem, 415: Problem, ...refusals },
      },
    },
    async (request) => {
      const { halted } = request.body;
      await postgres.transaction('platform', async (tx) => {
        await tx.query('UPDATE robot_switch SET is_thrown = $1', [halted]);
        const target = halted ? 'robots/halted' : 'robots/running';
        await audit(tx, request, { action: 'ROBOTS_SWITCHED', target }, now());
      });
      return { halted };
    },
  );
}
