/** The control port: what is true, what shall go wrong, what time it is, what was asked. */
import fastify from 'fastify';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { faultRule } from './fault-plan.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { RequestLog } from './request-log.ts';
import type { World } from './world.ts';

export interface ControlOptions {
  readonly world: World;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  /** What the site would say if it could not be wrong. @param at market time, epoch ms */
  readonly truth: (at: number) => readonly unknown[];
}

const clockCommand = z.union([
  z.object({ advanceMs: z.number().int().positive() }),
  z.object({ running: z.boolean() }),
]);
const faultCommand = z.object({ faults: z.array(faultRule) });

/** GET /truth, GET and POST /faults, GET and POST /clock, GET /requests; JSON both ways. */
export const controlRoutes =
  ({ world, faults, requests, truth }: ControlOptions): FastifyPluginAsync =>
  async (app) => {
    app.get('/truth', () => {
      const now = world.now();
      return { now, lots: truth(now) };
    });
    app.get('/faults', () => ({ names: faults.names, rules: faults.rules }));
    app.post('/faults', (request, reply) => {
      const command = faultCommand.safeParse(request.body);
      if (!command.success) return reply.code(400).send({ error: z.prettifyError(command.error) });
      try {
        faults.replace(command.data.faults, requests.next);
      } catch (error) {
        return reply.code(400).send({ error: String(error) });
      }
      return { rules: faults.rules };
    });
    app.get('/clock', () => ({ now: world.now() }));
    app.post('/clock', (request, reply) => {
      const command = clockCommand.safeParse(request.body);
      if (!command.success) return reply.code(400).send({ error: z.prettifyError(command.error) });
      if ('advanceMs' in command.data) world.advance(command.data.advanceMs);
      else world.setRunning(command.data.running);
      return { now: world.now() };
    });
    app.get('/requests', () => ({ next: requests.next, requests: requests.entries }));
  };

export function createControl(options: ControlOptions): FastifyInstance {
  const app = fastify();
  void app.register(controlRoutes(options));
  return app;
}
