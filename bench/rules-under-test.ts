/** The auction rules as checks call them: our own, or a mutant of them in another folder. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Fold from '@auction/streams/domain/auction/fold';
import type * as Increments from '@auction/streams/domain/auction/increments';
import { incrementTable } from '@auction/streams/domain/auction/increment-tables';
import type { Market, Standing } from '@auction/streams/domain/auction/market';
import type * as MarketModule from '@auction/streams/domain/auction/market';
import { usualPolicy } from '@auction/streams/domain/auction/terms';
import type { Engine } from '@auction/streams/testing/auction/an-own-lot';

export interface RulesUnderTest {
  readonly engine: Engine;
  /** A market of eBay's table, without reserve, from a start in cents. */
  readonly market: <S extends Standing>(startMinor: number) => Market<S>;
  readonly step: (priceMinor: number) => number;
}

/** Folder of the rules in this repository. */
export const rulesFolder = join(import.meta.dirname, '../streams/src/domain/auction');

/** @param folder where the rules lie */
export async function rulesIn(folder: string): Promise<RulesUnderTest> {
  const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);
  const fold = (await load('fold.ts')) as typeof Fold;
  const increments = (await load('increments.ts')) as typeof Increments;
  const { Market: MarketClass } = (await load('market.ts')) as typeof MarketModule;
  const table = incrementTable('ebay-usd@1');
  if (table === undefined) throw new Error('the table is gone');
  return {
    engine: { take: fold.take, reach: fold.reach },
    market: <S extends Standing>(startMinor: number) =>
      new MarketClass<S>({ startMinor, reserveMinor: null, table, policy: usualPolicy }),
    step: (priceMinor) => increments.increment(table, priceMinor),
  };
}
