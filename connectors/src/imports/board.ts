/** Has the board everything that came of a file? Asked step by step, in the order records flow. */
import { topics } from '@auction/avro/topics';
import type { Log } from '@auction/streams/runtime/log';
import { groupPositions, waitDrained } from '@auction/streams/runtime/drained';
import type { Positions } from '@auction/streams/runtime/drained';
import { z } from 'zod';

export interface BoardRequest {
  /** Base of the gateway's internal port. */
  readonly gatewayOpsUrl: string;
  /** Epoch ms. */
  readonly deadlineAt: number;
  readonly onStep: (step: string) => void;
}

const boardPosition = z.object({ lots: z.array(z.number()) });
const askWithinMs = 2_000;

/**
 * Waits until lots and vehicles are resolved, stored and shown.
 * @returns the step that was not reached in time; undefined when the board has it all
 */
export async function awaitBoard(log: Log, request: BoardRequest): Promise<string | undefined> {
  const { gatewayOpsUrl, deadlineAt, onStep } = request;
  const group = (name: string, topic: string): (() => Promise<Positions>) =>
    groupPositions(log, name, topic);
  const { vehiclesCommands, lotsCommands, lots } = topics;
  const steps = [
    ['link-vehicles', vehiclesCommands.name, group('link-vehicles', vehiclesCommands.name)],
    ['resolve-lots', lotsCommands.name, group('resolve-lots', lotsCommands.name)],
    ['lots-to-postgres', lots.name, group('lots-to-postgres', lots.name)],
    ['board', lots.name, () => gatewayPosition(gatewayOpsUrl)],
  ] as const;
  for (const [step, topic, positions] of steps) {
    onStep(step);
    const withinMs = Math.max(0, deadlineAt - Date.now());
    const behind = await waitDrained(log, { topic, positions, withinMs });
    if (behind.length > 0) return `${step} is behind on ${topic}, partitions ${behind.join(', ')}`;
  }
  return undefined;
}

/** Where the board is; a gateway that does not answer has begun nowhere. */
async function gatewayPosition(url: string): Promise<Positions> {
  try {
    const signal = AbortSignal.timeout(askWithinMs);
    const response = await fetch(new URL('/board/position', url), { signal });
    return boardPosition.parse(await response.json()).lots;
  } catch {
    return []; // it is restarting: asked again until the time is over
  }
}
