/** The control port: what is true, what shall go wrong, what time it is, what was asked. */
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Market, MarketLot } from '@auction/streams/simulation/market';
import { z } from 'zod';
import { faultNames, faultRule } from './fault-plan.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { RequestLog } from './request-log.ts';
import type { World } from './world.ts';

export interface ControlOptions {
  readonly world: World;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
}

/** One lot as it really is, whatever a file says. */
export interface Truth {
  readonly lotNumber: string;
  readonly vin: string;
  readonly currency: string;
  /** Minor units; null: no bid, or bids are sealed. */
  readonly priceMinor: number | null;
  readonly bidCount: number;
  /** Epoch ms; null: not scheduled. */
  readonly saleAt: number | null;
  readonly isListed: boolean;
  readonly fate: string;
  /** When it leaves or left, epoch ms. */
  readonly goneAt: number;
}

const clockCommand = z.union([
  z.object({ advanceMs: z.number().int().positive() }),
  z.object({ running: z.boolean() }),
]);
const faultCommand = z.object({ faults: z.array(faultRule) });

/** Every lot that is listed, and the one before it in each place of the market. */
export function* truthOf(market: Market, at: number): Generator<Truth> {
  for (const lot of market.lotsAt(at)) {
    yield truth(lot, true);
    yield truth(market.predecessorOf(lot), false);
  }
}

function truth(lot: MarketLot, isListed: boolean): Truth {
  const { life, vehicle, bidMinor, bidCount, saleAt } = lot;
  return {
    lotNumber: String(lot.lotNumber),
    vin: vehicle.vin,
    currency: life.yard.currency,
    priceMinor: bidMinor,
    bidCount,
    saleAt,
    isListed,
    fate: life.fate,
    goneAt: life.goneAt,
  };
}

/** GET /truth, GET and POST /faults, GET and POST /clock, GET /requests; JSON both ways. */
export function createControl({ world, faults, requests }: ControlOptions): FastifyInstance {
  const app = fastify();
  app.get('/truth', () => {
    const now = world.now();
    return { now, lots: [...truthOf(world.market, now)] };
  });
  app.get('/faults', () => ({ names: faultNames, rules: faults.rules }));
  app.post('/faults', (request, reply) => {
    const command = faultCommand.safeParse(request.body);
    if (!command.success) return reply.code(400).send({ error: z.prettifyError(command.error) });
    faults.replace(command.data.faults, requests.next);
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
  return app;
}
