/** A mapping file: how one sender's columns become cells. Data, checked before it is used; no code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dealerVehicle } from '@auction/avro/site-layouts';
import { IANAZone } from 'luxon';
import { z } from 'zod';

const kinds = [
  'text',
  'list',
  'money',
  'quantity',
  'instant',
  'localDateTime',
  'epochS',
  'epochMs',
];

const field = z.strictObject({
  /** Column, or several: the first filled one; all of them for a list. `name{path}`: JSON in a cell. */
  from: z.union([z.string(), z.array(z.string()).min(1)]),
  as: z.enum(kinds).default('text'),
  /** Of the parts inside a cell of a list. */
  separator: z.string().min(1).optional(),
  /** Of a localDateTime: an IANA zone. */
  zone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), 'is no zone')
    .optional(),
  /** Texts that stand for nothing in this field. */
  sentinels: z.array(z.string()).default([]),
  /** A file without the column is accepted. */
  optional: z.boolean().default(false),
});
export type MappedField = z.output<typeof field>;

const cellNames = dealerVehicle.cells.filter((cell) => cell !== 'id');

export const mappingFile = z.strictObject({
  /** Stands before every id: two senders never share a listing. */
  sender: z.string().regex(/^[a-z0-9-]{2,40}$/),
  version: z.number().int().positive(),
  /** Columns that together name a vehicle. */
  id: z.array(z.string()).min(1),
  /** Local names of the elements of an XML document that are records. */
  xmlRecords: z.array(z.string()).default(['listing', 'vehicle', 'item', 'entry', 'car', 'offer']),
  /** Keys of a JSON document that hold the records. */
  records: z.array(z.string()).default(['items', 'vehicles', 'listings', 'listing', 'vehicle']),
  nulls: z.array(z.string()).default(['', 'N/A', '—']),
  /** Columns with what is nobody's business: removed from what is published. */
  drop: z.array(z.string()).default([]),
  fields: z.partialRecord(z.enum(cellNames), field),
  /** Cells that are the same for every row. */
  constants: z.partialRecord(z.enum(cellNames), z.string()).default({}),
});
export type Mapping = z.output<typeof mappingFile>;

/** @throws Error that names the file and everything that is wrong with it */
export function readMapping(path: string): Mapping {
  const read = mappingFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`the mapping ${path} is wrong:\n${z.prettifyError(read.error)}`);
}

/** All mappings of a folder, in the order of their names. */
export const readMappings = (folder: string): Mapping[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readMapping(join(folder, name)));

/** The mappings that come with the program. */
export const shippedMappings = join(import.meta.dirname, 'mappings');
