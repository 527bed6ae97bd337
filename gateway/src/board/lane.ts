/** Carries the changes of one view to everybody who wants them at the same pace: one frame for all. */
import { deltaTexts, personalFrame, sharedFrame } from './frames.ts';
import type { Frame, FrameText } from './frames.ts';
import { Pending } from './pending.ts';
import type { View } from './view.ts';

/** Paces there are, ms between two frames. */
export const windows = [250, 500, 1_000, 2_000] as const;
export type WindowMs = (typeof windows)[number];

const sumEveryMs = 30_000;
const cursorEveryMs = 2_000;

/** What a flush is about to send, besides the frames. */
export interface LaneContext {
  readonly nowMs: number;
  readonly change: number;
  readonly cursor: () => string;
  readonly frameBytes: number;
}

export class Lane<Reader> {
  readonly view: View;
  readonly windowMs: WindowMs;
  readonly pending: Pending;
  readonly readers = new Set<Reader>();
  /** When the next frame may go, epoch ms. */
  dueAt: number;
  #sumAt: number;
  #cursorAt = 0;

  constructor(view: View, windowMs: WindowMs, change: number, nowMs: number) {
    this.view = view;
    this.windowMs = windowMs;
    this.pending = new Pending(change);
    // Lanes take their turns at different times, so that they do not burst together.
    this.dueAt = nowMs + ((view.channel * 70) % windowMs);
    this.#sumAt = nowMs + sumEveryMs + ((view.channel * 137) % 5_000);
    view.listeners.add(this.pending);
  }

  /** Change number of the last frame. */
  get last(): number {
    return this.pending.since;
  }

  /** @returns frames for every reader; their changes are not pending any more */
  flush(context: LaneContext): Frame[] {
    const { nowMs } = context;
    this.dueAt = nowMs + this.windowMs;
    const withCursor = nowMs >= this.#cursorAt;
    if (this.pending.isEmpty) return [];
    if (withCursor) this.#cursorAt = nowMs + cursorEveryMs;
    const texts = this.texts(context, withCursor);
    this.pending.reset(context.change);
    const isShared = this.readers.size > 1;
    return texts.map((text) => (isShared ? sharedFrame(text) : personalFrame(text)));
  }

  /** Frames that bring one reader of this lane up to now; nothing is reset. */
  texts(context: LaneContext, withCursor: boolean): FrameText[] {
    return pendingTexts(this.view, this.pending, this.last, context, withCursor);
  }

  /** Whether a checksum is due; it belongs right behind a flush, when nothing is pending. */
  takeSumTurn(nowMs: number): boolean {
    if (nowMs < this.#sumAt || !this.pending.isEmpty) return false;
    this.#sumAt = nowMs + sumEveryMs;
    return true;
  }

  close(): void {
    this.view.listeners.delete(this.pending);
  }
}

/** Texts of what is pending for a view, from a change number up to now. */
export function pendingTexts(
  view: View,
  pending: Pending,
  from: number,
  context: LaneContext,
  withCursor: boolean,
): FrameText[] {
  const { channel, columns } = view;
  return deltaTexts(
    {
      channel,
      columns,
      rows: pending.dirty,
      removed: pending.left,
      from,
      to: context.change,
      atMs: Number.isFinite(pending.oldestAt) ? pending.oldestAt : context.nowMs,
      cursor: withCursor ? context.cursor() : undefined,
    },
    context.frameBytes,
  );
}
