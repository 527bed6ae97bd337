/** The board of one gateway: its tables and how far they have read the log. */
import { BoardPosition } from './board-position.ts';
import { LotTable } from './lot-table.ts';
import { SiteTable } from './site-table.ts';

export class Board {
  /** Generation of the data and of the row format; cursors of another one are worth nothing. */
  readonly epoch: string;
  readonly position: BoardPosition;
  readonly lots: LotTable;
  readonly sites: SiteTable;

  /**
   * @param options.sourceCount partitions of all topics it folds
   * @param options.now epoch ms
   */
  constructor(options: {
    readonly epoch: string;
    readonly sourceCount: number;
    readonly now: () => number;
  }) {
    this.epoch = options.epoch;
    this.position = new BoardPosition(options.sourceCount);
    this.lots = new LotTable(this.position, options.now);
    this.sites = new SiteTable(this.position);
  }
}
