/** Photos in Postgres, named by whose they are and what they show. */
import { createHash } from 'node:crypto';
import type { Postgres } from '../postgres.ts';
import { photoKinds } from './photo.ts';
import type { Photo, PhotoKind } from './photo.ts';

/** A file of the address `/photos/<name>`. */
export interface PhotoFile {
  readonly type: string;
  readonly bytes: Buffer;
}

export const photoPath = '/photos/';
/** Hexadecimal digits: nobody guesses 192 bits. */
const nameLength = 48;
/** Photos an organisation may keep. */
export const keptMax = 50_000;

const isKind = (ending: string): ending is PhotoKind => ending in photoKinds;

export class PhotoStore {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /**
   * Keeps a photo; the same one again is one.
   * @param at epoch ms
   * @returns its address; undefined: the organisation has as many as it may. @throws StoreAway
   */
  async keep(organisationId: string, photo: Photo, at: number): Promise<string | undefined> {
    const hash = createHash('sha256').update(organisationId).update('\0').update(photo.bytes);
    const name = `${hash.digest('hex').slice(0, nameLength)}.${photo.kind}`;
    const { bytes, width, height } = photo;
    return this.#postgres.transaction({ organisationId }, async (tx) => {
      const [held] = await tx.query<{ count: number }>(
        'SELECT count(*) AS count FROM photo WHERE organisation_id = $1',
        [organisationId],
      );
      if ((held?.count ?? 0) >= keptMax) return undefined;
      await tx.query(
        `INSERT INTO photo (name, organisation_id, bytes, width, height, added_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [name, organisationId, bytes, width, height, at],
      );
      return photoPath + name;
    });
  }

  /** @returns undefined when there is none of that name. @throws StoreAway */
  async file(name: string): Promise<PhotoFile | undefined> {
    const [, ending = ''] = name.split('.');
    if (!isKind(ending)) return undefined;
    const [row] = await this.#postgres.transaction({ organisationId: '' }, async (tx) => {
      await tx.query("SELECT set_config('app.photo', $1, true)", [name]);
      return tx.query<{ bytes: Buffer }>('SELECT bytes FROM photo WHERE name = $1', [name]);
    });
    return row && { type: photoKinds[ending], bytes: row.bytes };
  }

  /** @returns those addresses of ours that are no photo of the organisation. @throws StoreAway */
  async unknown(organisationId: string, addresses: readonly string[]): Promise<string[]> {
    const ours = addresses.filter((address) => address.startsWith(photoPath));
    if (ours.length === 0) return [];
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<{ name: string }>(
        'SELECT name FROM photo WHERE organisation_id = $1 AND name = ANY($2)',
        [organisationId, ours.map((address) => address.slice(photoPath.length))],
      ),
    );
    const known = new Set(rows.map(({ name }) => photoPath + name));
    return ours.filter((address) => !known.has(address));
  }

  /** Removes a photo no lot of the organisation shows any more. @throws StoreAway */
  async drop(organisationId: string, address: string): Promise<void> {
    const name = address.slice(photoPath.length);
    await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query('DELETE FROM photo WHERE organisation_id = $1 AND name = $2', [
        organisationId,
        name,
      ]),
    );
  }
}
