/** Inbound messages: text -> a checked message, or why it is none. */
import { Compile } from 'typebox/compile';
import { ClientMessage } from '../board-protocol.ts';

const shape = Compile(ClientMessage);

export type ReadMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  | {
      readonly ok: false;
      /** `t` of the message, where it has one. */
      readonly re: string;
      readonly detail: string;
    };

export function readMessage(text: string): ReadMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, re: '?', detail: 'not JSON' };
  }
  if (shape.Check(value)) return { ok: true, message: value };
  return { ok: false, re: kindOf(value), detail: `not a message of board.v1` };
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('t' in value)) return '?';
  return typeof value.t === 'string' ? value.t.slice(0, 16) : '?';
}
