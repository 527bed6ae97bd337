/** Blocks of log lines in memory; it can be slow, and it can be away. */
import type { LogBlock, LogStore } from '../logging/log-copy.ts';

export class MemoryLogStore implements LogStore {
  /** By place: a block written again stands once. */
  readonly blocks = new Map<string, LogBlock>();
  isAway = false;
  writingMs = 0;

  async write(block: LogBlock): Promise<void> {
    if (this.writingMs > 0) await new Promise((resolve) => setTimeout(resolve, this.writingMs));
    if (this.isAway) throw new Error('the store is away');
    this.blocks.set(`${block.minute}/${block.chunk}/${block.part}`, block);
  }

  get lines(): string[] {
    return [...this.blocks.values()].flatMap(({ lines }) => lines);
  }

  async close(): Promise<void> {
    return;
  }
}
