/** Why a record of a feed cannot be understood: it goes aside with its bytes, the feed goes on. */
export type RefusalCode =
  | 'NO_ID'
  | 'ID_MISMATCH'
  | 'BAD_YEAR'
  | 'BAD_CURRENCY'
  | 'BAD_AMOUNT'
  | 'BAD_ODOMETER'
  | 'BAD_SALE_DATE'
  | 'BAD_SALE_TIME'
  | 'BAD_NUMBER'
  /** Understood, and none of ours: it stays in raw and is no dead letter. */
  | 'NOT_A_VEHICLE';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** For people; names the column and quotes at most 40 characters of its value. */
  readonly text: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | Refusal;

const quotedMax = 40;

/** @returns a refusal that names the column and its value */
export function refusal(code: RefusalCode, column: string, value: string): Refusal {
  return { ok: false, code, text: `${column} is '${value.slice(0, quotedMax)}'` };
}

/** @param title what it is, for people */
export function notAVehicle(title: string): Refusal {
  return { ok: false, code: 'NOT_A_VEHICLE', text: title.slice(0, quotedMax) };
}
