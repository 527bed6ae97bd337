/** What the schemas of the gateway's contract are made of. No relative imports: see contract.ts. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';

export const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });
export const text = (description: string) => Type.String({ description });
export const integer = (description: string) => Type.Integer({ description });
export const textOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });
export const integerOrNull = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description });
export const booleanOrNull = (description: string) =>
  Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], description });
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const instant = (what: string) => integer(`${what}, epoch ms UTC`);
export const instantOrNull = (what: string) => integerOrNull(`${what}, epoch ms UTC`);

const amountMax = 1_000_000_000_000;
/** An amount somebody sends. */
export const amount = (what: string) =>
  Type.Integer({ minimum: 1, maximum: amountMax, description: `${what}, minor units` });
export const currencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });

export const approvalStates = ['AWAITING', 'APPROVED', 'REFUSED', 'EXPIRED'] as const;
/** What became of a bid above its user's limit, for whoever placed it. */
export const ApprovalWord = Type.Object({
  state: oneOf(approvalStates, 'What became of it'),
  decidedBy: textOrNull('Name of the approver'),
  note: textOrNull('Why the approver refused it; null: nothing was said'),
});
