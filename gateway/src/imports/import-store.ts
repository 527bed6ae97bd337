/** Imports and their rows, each of one organisation. */
import type { Postgres, Statements } from '../postgres.ts';
import type { CellError, NewLotBody, SaleImport } from '../sell-contract.ts';
import type { Column } from './columns.ts';

export interface ImportRow {
  readonly line: number;
  readonly externalRef: string | null;
  readonly cells: readonly string[];
  /** null: the row has errors. */
  readonly body: NewLotBody | null;
  readonly errors: readonly CellError[];
  readonly lotId: string | null;
}

export interface NewImport {
  readonly importId: string;
  readonly organisationId: string;
  readonly fileName: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ImportRow[];
  /** Epoch ms. */
  readonly createdAt: number;
}

/** A row that is to be sent. */
export interface OpenRow {
  readonly line: number;
  readonly externalRef: string;
  readonly lotId: string;
  readonly body: NewLotBody;
}

/** Of a row that was sent: ACCEPTED, EXISTS, or the refusal with its reasons. */
export interface RowOutcome {
  readonly line: number;
  readonly outcome: string;
}

/** In whose name lots are made: a person, or a token. */
export interface ImportSender {
  readonly organisationId: string;
  readonly userId: string;
}

export interface StoppedImport extends ImportSender {
  readonly importId: string;
  /** Whether its sender may still sell. */
  readonly isAllowed: boolean;
}

type Row<T> = T & { readonly [column: string]: unknown };

const stopped = `
  SELECT i.id AS "importId", i.organisation_id AS "organisationId", i.started_by AS "userId",
    EXISTS (SELECT FROM app_user u WHERE u.id = i.started_by AND u.disabled_at IS NULL
        AND u.organisation_id = i.organisation_id AND 'SELLER' = ANY(u.roles))
    OR EXISTS (SELECT FROM api_token t WHERE t.id = i.started_by AND t.revoked_at IS NULL
        AND t.organisation_id = i.organisation_id AND 'selling:write' = ANY(t.scopes)
        AND (t.expires_at IS NULL OR t.expires_at > $1)) AS "isAllowed"
  FROM sale_import i JOIN organisation o ON o.id = i.organisation_id AND o.disabled_at IS NULL
  WHERE i.resume_at <= $1 ORDER BY i.resume_at LIMIT $2`;

/** Older imports of an organisation are forgotten; the lots stay. */
const importMax = 20;
const insertRows = 1_000;
const shownFaults = 100;
const shownFirst = 5;
/** A run nobody heard of for so long has ended; whoever looks next goes on with it. */
export const silentMs = 15_000;

type HeadRow = {
  readonly id: string;
  readonly file_name: string;
  readonly columns: readonly Column[];
  readonly row_count: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly worked_at: number | null;
  readonly resume_at: number | null;
  readonly good: number;
  readonly sent: number;
  readonly made: number;
  readonly known: number;
};
type StoredRow = {
  readonly number: number;
  readonly external_ref: string | null;
  readonly cells: readonly string[];
  readonly errors: readonly CellError[];
  readonly outcome: string | null;
};

const heads = `
  SELECT i.*, count(r.body) AS good, count(r.outcome) AS sent,
    count(*) FILTER (WHERE r.outcome = 'ACCEPTED') AS made,
    count(*) FILTER (WHERE r.outcome = 'EXISTS') AS known
  FROM sale_import i LEFT JOIN sale_import_row r ON r.import_id = i.id
  WHERE i.organisation_id = $1`;
const faulty = `(r.body IS NULL OR r.outcome NOT IN ('ACCEPTED', 'EXISTS'))`;

export class ImportStore {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /** @throws StoreAway */
  async add(given: NewImport): Promise<void> {
    const { importId, organisationId, fileName, columns, rows, createdAt } = given;
    await this.#postgres.transaction({ organisationId }, async (tx) => {
      await tx.query(
        `DELETE FROM sale_import WHERE organisation_id = $1 AND id NOT IN (
           SELECT id FROM sale_import WHERE organisation_id = $1
           ORDER BY created_at DESC LIMIT ${importMax - 1})`,
        [organisationId],
      );
      await tx.query(
        `INSERT INTO sale_import (id, organisation_id, file_name, columns, row_count, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [importId, organisationId, fileName, JSON.stringify(columns), rows.length, createdAt],
      );
      for (let at = 0; at < rows.length; at += insertRows) {
        await addRows(tx, importId, organisationId, rows.slice(at, at + insertRows));
      }
    });
  }

  /** @returns newest first. @throws StoreAway */
  async list(organisationId: string, now: number): Promise<SaleImport[]> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<HeadRow>(`${heads} GROUP BY i.id ORDER BY i.created_at DESC`, [organisationId]),
    );
    return rows.map((head) => shown(head, [], [], now));
  }

  /** @returns undefined when the organisation has none of that id. @throws StoreAway */
  find(organisationId: string, importId: string, now: number): Promise<SaleImport | undefined> {
    return this.#postgres.transaction({ organisationId }, async (tx) => {
      const values = [organisationId, importId];
      const [head] = await tx.query<HeadRow>(`${heads} AND i.id = $2 GROUP BY i.id`, values);
      if (!head) return undefined;
      const [first, faults] = [
        await rowsOf(tx, importId, `true ORDER BY number LIMIT ${shownFirst}`),
        await rowsOf(tx, importId, `${faulty} ORDER BY number LIMIT ${shownFaults}`),
      ];
      return shown(head, first, faults, now);
    });
  }

  /** All rows with errors or refused. @throws StoreAway */
  rejects(organisationId: string, importId: string): Promise<SaleImport['faultyRows']> {
    return this.#postgres.transaction({ organisationId }, async (tx) =>
      (await rowsOf(tx, importId, `${faulty} ORDER BY number`)).map(shownRow),
    );
  }

  /**
   * Takes an import to work on it; whoever has it says so by `settle`.
   * @returns false while somebody works on it, or when there is none. @throws StoreAway
   */
  async claim({ organisationId, userId }: ImportSender, importId: string, now: number) {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `UPDATE sale_import SET worked_at = $3, started_at = coalesce(started_at, $3),
           started_by = $5, resume_at = $3::bigint + ${silentMs}
         WHERE organisation_id = $1 AND id = $2 AND (worked_at IS NULL OR worked_at < $4)
         RETURNING 1`,
        [organisationId, importId, now, now - silentMs, userId],
      ),
    );
    return rows.length > 0;
  }

  /** Imports of any organisation that nobody works on although rows may be left. @throws StoreAway */
  stopped(now: number, limit: number): Promise<StoppedImport[]> {
    return this.#postgres.transaction('accounts', (tx) =>
      tx.query<Row<StoppedImport>>(stopped, [now, limit]),
    );
  }

  /** The next rows to send, in the order of the file. @throws StoreAway */
  async open(organisationId: string, importId: string, limit: number): Promise<OpenRow[]> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<{ number: number; external_ref: string; lot_id: string; body: NewLotBody }>(
        `SELECT number, external_ref, lot_id, body FROM sale_import_row
         WHERE import_id = $1 AND body IS NOT NULL AND outcome IS NULL ORDER BY number LIMIT $2`,
        [importId, limit],
      ),
    );
    return rows.map(({ number, external_ref, lot_id, body }) => ({
      line: number,
      externalRef: external_ref,
      lotId: lot_id,
      body,
    }));
  }

  /** @throws StoreAway */
  async settle(
    organisationId: string,
    importId: string,
    outcomes: readonly RowOutcome[],
    now: number,
  ): Promise<void> {
    await this.#postgres.transaction({ organisationId }, async (tx) => {
      await tx.query(
        `UPDATE sale_import_row r SET outcome = given.outcome
         FROM jsonb_to_recordset($2) AS given (line int, outcome text)
         WHERE r.import_id = $1 AND r.number = given.line`,
        [importId, JSON.stringify(outcomes)],
      );
      await tx.query(
        `UPDATE sale_import SET worked_at = $2, resume_at = $2::bigint + ${silentMs} WHERE id = $1`,
        [importId, now],
      );
    });
  }

  /**
   * Nobody works on it any more: it may be taken at once.
   * @param resumeAt when gateways go on with it by themselves, epoch ms; null: they do not
   * @throws StoreAway
   */
  async release(organisationId: string, importId: string, resumeAt: number | null): Promise<void> {
    await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query('UPDATE sale_import SET worked_at = 0, resume_at = $2 WHERE id = $1', [
        importId,
        resumeAt,
      ]),
    );
  }
}

const addRows = (
  tx: Statements,
  importId: string,
  organisationId: string,
  rows: readonly ImportRow[],
) =>
  tx.query(
    `INSERT INTO sale_import_row
       (import_id, organisation_id, number, external_ref, cells, body, errors, lot_id)
     SELECT $1, $2, line, "externalRef", cells, nullif(body, 'null'::jsonb), errors, "lotId"
     FROM jsonb_to_recordset($3) AS given
       (line int, "externalRef" text, cells jsonb, body jsonb, errors jsonb, "lotId" text)`,
    [importId, organisationId, JSON.stringify(rows)],
  );

const rowsOf = (tx: Statements, importId: string, condition: string) =>
  tx.query<StoredRow>(
    `SELECT number, external_ref, cells, errors, outcome FROM sale_import_row r
     WHERE import_id = $1 AND ${condition}`,
    [importId],
  );

const shownRow = (row: StoredRow): SaleImport['firstRows'][number] => ({
  line: row.number,
  externalRef: row.external_ref,
  cells: [...row.cells],
  errors: [...row.errors],
  outcome: row.outcome,
});

function stateOf(head: HeadRow, now: number): SaleImport['state'] {
  const { started_at, worked_at, resume_at, good, sent } = head;
  if (started_at === null) return 'CHECKED';
  if (sent >= good) return 'DONE';
  if (now - (worked_at ?? 0) < silentMs) return 'RUNNING';
  return resume_at === null ? 'STOPPED' : 'WAITING';
}

function shown(
  head: HeadRow,
  first: readonly StoredRow[],
  faults: readonly StoredRow[],
  now: number,
): SaleImport {
  return {
    importId: head.id,
    fileName: head.file_name,
    state: stateOf(head, now),
    columns: head.columns.map((column) => ({ ...column })),
    rowCount: head.row_count,
    goodCount: head.good,
    sentCount: head.sent,
    madeCount: head.made,
    knownCount: head.known,
    refusedCount: head.sent - head.made - head.known,
    firstRows: first.map(shownRow),
    faultyRows: faults.map(shownRow),
    createdAt: head.created_at,
  };
}
