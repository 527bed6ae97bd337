/** The account of an organisation as it is kept on `limits`, and back. */
import type { LimitAccount } from '@auction/avro/records';
import { exposureMinor, exposures, lotsLed } from '../domain/limits/account.ts';
import type { Account } from '../domain/limits/account.ts';

/** @param version of the record, rising by one */
export function accountRecord(account: Account, version: number): LimitAccount {
  return {
    version,
    limits: { ...account.limits, further: [...(account.limits.further ?? [])] },
    exposureMinor: exposureMinor(account),
    exposures: exposures(account),
    lotsLed: lotsLed(account),
    reservations: [...account.reservations.values()],
  };
}

export const accountOf = ({ limits, reservations }: LimitAccount): Account => ({
  limits,
  reservations: new Map(reservations.map((one) => [one.lotId, one])),
});
