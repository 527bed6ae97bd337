/**
 * Makes drafts of the rows of an import: a chunk at a time, each row a CreateLot of its own. A row's
 * lot id follows from organisation and external number, so whatever is sent twice is one lot.
 */
import { createHash, randomUUID } from 'node:crypto';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { straight } from '../bids/lot-desk.ts';
import type { LotDesk } from '../bids/lot-desk.ts';
import { newSale } from '../selling/sale-terms.ts';
import type { SellStore } from '../selling/sell-store.ts';
import { silentMs } from './import-store.ts';
import type { ImportSender, ImportStore, OpenRow, RowOutcome } from './import-store.ts';

export interface ImportRun {
  readonly imports: ImportStore;
  readonly sales: SellStore;
  readonly desk: LotDesk;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Rows on their way to the resolver at once. The first goes alone: perhaps nobody answers. */
const chunkRows = 50;
/** Imports a gateway has taken up again and works on. */
const resumedAtOnce = 5;

/** The lot of a seller's own number. */
export function importedLotId(organisationId: string, externalRef: string): string {
  const name = JSON.stringify(['external', organisationId, externalRef]);
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}

/**
 * Works until no row is left, or nobody answers; then it goes on later. Never rejects: what stopped
 * it is logged.
 */
export async function runImport(
  run: ImportRun,
  sender: ImportSender,
  importId: string,
): Promise<void> {
  const { imports, sales, logger, now } = run;
  const { organisationId } = sender;
  let resumeAt: number | null = now() + silentMs;
  try {
    for (let limit = 1; ; limit = chunkRows) {
      const rows = await imports.open(organisationId, importId, limit);
      if (rows.length === 0) resumeAt = null;
      if (rows.length === 0) break;
      const known = await sales.known(
        organisationId,
        rows.map(({ lotId }) => lotId),
      );
      const outcomes = await Promise.all(
        rows.map(async (row) =>
          known.has(row.lotId)
            ? { line: row.line, outcome: known.get(row.lotId) === importId ? 'ACCEPTED' : 'EXISTS' }
            : make(run, sender, importId, row),
        ),
      );
      const decided = outcomes.filter((outcome) => outcome !== undefined);
      await imports.settle(organisationId, importId, decided, now());
      resumeAt = now() + silentMs;
      if (decided.length === 0) break; // the resolver is away
    }
  } catch (error) {
    logger.warn('an import stopped and goes on later', errorFields(error));
  }
  await imports.release(organisationId, importId, resumeAt).catch(() => undefined);
}

/**
 * Goes on with imports that nobody works on: their gateway has ended, or the resolver was away. One
 * whose sender may sell no longer waits for somebody to start it.
 * @returns a look for them; it answers false: the next look is in time. @throws StoreAway
 */
export function importResumer(run: ImportRun): () => Promise<boolean> {
  const { imports, logger, now } = run;
  let running = 0;
  return async () => {
    const room = resumedAtOnce - running;
    if (room <= 0) return false;
    for (const { importId, isAllowed, ...sender } of await imports.stopped(now(), room)) {
      if (!isAllowed) await imports.release(sender.organisationId, importId, null);
      else if (await imports.claim(sender, importId, now())) {
        logger.info('an import goes on', { importId });
        running += 1;
        void runImport(run, sender, importId).finally(() => (running -= 1));
      }
    }
    return false;
  };
}

/** @returns undefined: not decided in time, the row stays open */
async function make(
  { sales, desk, now }: ImportRun,
  sender: ImportSender,
  importId: string,
  { line, lotId, externalRef, body }: OpenRow,
): Promise<RowOutcome | undefined> {
  const { organisationId, userId } = sender;
  const from = { orgId: organisationId, userId };
  const sale = newSale(lotId, organisationId, body);
  const commandId = randomUUID();
  const kept = { commandId, organisationId, lotId, kind: 'CREATE_LOT', sentAt: now() } as const;
  await sales.keep({ ...kept, sale, externalRef, importId });
  const key = { clientId: `import-${importId}`, clientSeq: 1 };
  const wish = { kind: 'CREATE_LOT', createLot: sale } as const;
  const { letter } = await desk.sendFor(from, lotId, key, wish, commandId, straight);
  if (letter === undefined) return undefined;
  await sales.settle(organisationId, letter);
  const { outcome } = letter;
  if (outcome === null || outcome.code === null) return { line, outcome: 'ACCEPTED' };
  return { line, outcome: [outcome.code, ...outcome.reasons].join(' ') };
}
