/** Amounts in further currencies beside a first one, as typed. */
import { typedAmount } from '../../bids/typed-amount.ts';
import { minorScale } from '../../ui/money.ts';

export const currencies = ['USD', 'CAD', 'EUR', 'GBP'] as const;
export const wrongAmount = 'Type an amount, as 12,500, or leave it empty.';

export interface FurtherAmounts {
  /** Minor units, in the order of the currencies; empty fields are left out. */
  readonly amounts: readonly { readonly currency: string; readonly amount: number }[];
  /** What to say beside a field, by currency. */
  readonly wrong: Readonly<Record<string, string>>;
}

/**
 * @param codes of the currencies beside the first
 * @param typed by currency
 * @param whyNone what to say where no first amount is set; null: one is
 */
export function furtherAmounts(
  codes: readonly string[],
  typed: Readonly<Record<string, string>>,
  whyNone: string | null,
): FurtherAmounts {
  const wrong: Record<string, string> = {};
  const amounts = codes.flatMap((currency) => {
    const text = (typed[currency] ?? '').trim();
    if (text === '') return [];
    const amount = typedAmount(text, minorScale(currency));
    if (amount === null) wrong[currency] = wrongAmount;
    else if (whyNone !== null) wrong[currency] = whyNone;
    return amount === null ? [] : [{ currency, amount }];
  });
  return { amounts, wrong };
}

/** Amounts as their fields show them. */
export const amountTexts = (
  amounts: readonly { readonly currency: string; readonly amount: number }[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    amounts.map(({ currency, amount }) => [currency, String(amount / minorScale(currency))]),
  );
