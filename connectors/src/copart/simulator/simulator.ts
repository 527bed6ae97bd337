/** Copart in a process: site port and control port over one made-up market (feeds.md section 15). */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { answerFaults } from '../../simulator/answer-faults.ts';
import { createControl } from '../../simulator/control-server.ts';
import { FaultPlan } from '../../simulator/fault-plan.ts';
import { RequestLog } from '../../simulator/request-log.ts';
import { World } from '../../simulator/world.ts';
import { fileFaults } from './file-faults.ts';
import { SalesFiles } from './sales-files.ts';
import { createSite } from './site-server.ts';
import { truthOf } from './truth.ts';

export interface SimulatorOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly sitePort: number;
  readonly controlPort: number;
  readonly lotCount: number;
  readonly seed: number;
  /** Market time between two files. */
  readonly writeIntervalMs: number;
  readonly authKey: string;
  /** Holds the world and the files. */
  readonly folder: string;
  /** Epoch ms of the machine. */
  readonly now: () => number;
}

export interface Simulator {
  readonly siteUrl: string;
  readonly controlUrl: string;
  readonly world: World;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  close(): Promise<void>;
}

/** Opens both ports. @throws the listen error, for example EADDRINUSE */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host, folder, seed, lotCount, now, writeIntervalMs } = options;
  const world = World.open({ folder, seed, lotCount, now });
  const faults = new FaultPlan(seed, [...Object.keys(fileFaults), ...Object.keys(answerFaults)]);
  const requests = new RequestLog();
  let sitePort = options.sitePort;
  const imageHost = (): string => `${host}:${sitePort}`;
  const files = new SalesFiles({ world, folder, writeIntervalMs, imageHost });
  const authKey = options.authKey;
  const site = createSite({ authKey, files, faults, requests, now: () => world.now() });
  sitePort = await listen(site, options.sitePort, host);
  const control = createControl({
    world,
    faults,
    requests,
    truth: (at) => [...truthOf(world.market, at)],
  });
  const controlUrl = await control.listen({ host, port: options.controlPort });
  const close = async (): Promise<void> => {
    world.save();
    site.closeAllConnections();
    await Promise.all([closed(site), control.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    siteUrl: `http://${host}:${sitePort}`,
    controlUrl,
    world,
    faults,
    requests,
    close: () => (closing ??= close()),
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
