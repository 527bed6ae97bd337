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
import type { ImportStore, OpenRow, RowOutcome } from './import-store.ts';

/** In whose name lots are made. */
export interface ImportSender {
  readonly organisationId: string;
  readonly userId: string;
}

export interface ImportRun {
  readonly imports: ImportStore;
  readonly sales: SellStore;
  readonly desk: LotDesk;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Rows on their way to the resolver at once. */
const chunkRows = 50;

/** The lot of a seller's own number. */
export function importedLotId(organisationId: string, externalRef: string): string {
  const name = JSON.stringify(['external', organisationId, externalRef]);
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}

/** Works until no row is left, or nobody answers. Never rejects: what stopped it is logged. */
export async function runImport(
  run: ImportRun,
  sender: ImportSender,
  importId: string,
): Promise<void> {
  const { imports, sales, logger, now } = run;
  const { organisationId } = sender;
  try {
    for (;;) {
      const rows = await imports.open(organisationId, importId, chunkRows);
      if (rows.length === 0) break;
      const known = await sales.known(
        organisationId,
        rows.map(({ lotId }) => lotId),
      );
      const outcomes = await Promise.all(
        rows.map((row) =>
          known.has(row.lotId)
            ? { line: row.line, outcome: 'EXISTS' }
            : make(run, sender, importId, row),
        ),
      );
      const decided = outcomes.filter((outcome) => outcome !== undefined);
      await imports.settle(organisationId, importId, decided, now());
      if (decided.length === 0) break; // the resolver is away: start again later
    }
  } catch (error) {
    logger.warn('an import stopped and can be started again', errorFields(error));
  }
  await imports.release(organisationId, importId).catch(() => undefined);
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
  await sales.keep({ ...kept, sale, externalRef });
  const key = { clientId: `import-${importId}`, clientSeq: 1 };
  const wish = { kind: 'CREATE_LOT', createLot: sale } as const;
  const { letter } = await desk.sendFor(from, lotId, key, wish, commandId, straight);
  if (letter === undefined) return undefined;
  await sales.settle(organisationId, letter);
  const { outcome } = letter;
  if (outcome === null || outcome.code === null) return { line, outcome: 'ACCEPTED' };
  return { line, outcome: [outcome.code, ...outcome.reasons].join(' ') };
}
