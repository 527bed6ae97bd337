/** Strategy robots as the gateway takes and answers them, see `/api/robots` in its API document. */
import { inject, Injectable } from '@angular/core';
import type {
  ChangeRobotBody,
  NewRobotBody,
  RobotDeedItem,
  RobotItem,
} from '@auction/gateway/contract';
import { Rest } from '../api/rest.ts';

export interface RobotsSeen {
  readonly robots: readonly RobotItem[];
  readonly halted: boolean;
}

@Injectable({ providedIn: 'root' })
export class Robots {
  readonly #rest = inject(Rest);

  list(signal: AbortSignal): Promise<RobotsSeen> {
    return this.#rest.get('/api/robots', {}, signal);
  }

  deeds(robotId: string, signal: AbortSignal): Promise<{ readonly deeds: RobotDeedItem[] }> {
    return this.#rest.get(`/api/robots/${encodeURIComponent(robotId)}/deeds`, {}, signal);
  }

  /** @throws RestError: CONFLICT where a robot is on the lot already */
  make(body: NewRobotBody): Promise<RobotItem> {
    return this.#rest.send('POST', '/api/robots', { body });
  }

  /** @throws RestError */
  change(robotId: string, body: ChangeRobotBody): Promise<RobotItem> {
    return this.#rest.send('PATCH', `/api/robots/${encodeURIComponent(robotId)}`, { body });
  }

  /** Stops all of the organisation's. @throws RestError */
  stopAll(): Promise<{ readonly stopped: number }> {
    return this.#rest.send('POST', '/api/robots/stop-all');
  }
}
