/** How accounts read: refusals, roles, scopes. */
import type { Role, TokenScope } from '@auction/gateway/contract';
import { RestError } from '../../api/rest.ts';
import { problemText } from '../../ui/problem-text.ts';

const SECOND_MS = 1_000;

const refusals: Readonly<Record<string, string>> = {
  WRONG_CREDENTIALS: 'The address or the password is wrong.',
  ADDRESS_NOT_VERIFIED:
    'This address is not verified yet. We have mailed the link once more: open it, then sign in.',
  WEAK_PASSWORD: 'This password would be guessed. Take a longer one that is not a usual word.',
  LINK_NOT_GOOD: 'This link does not work any more: it was used, or its time is up.',
  STORE_AWAY: 'The server is in trouble just now. Try again in a moment.',
  OVERLOADED: 'The server has much to do just now. Try again in a moment.',
};

/** What a refusal means for the person, and what to do. */
export function accountProblem(error: unknown): string {
  if (!(error instanceof RestError) || error.code === null) return problemText(error);
  if (error.code === 'TOO_MANY_REQUESTS') {
    const waitS = Math.ceil((error.retryAfterMs ?? SECOND_MS) / SECOND_MS);
    return `That was tried too often. Try again in ${waitS} s.`;
  }
  return refusals[error.code] ?? problemText(error);
}

export const roleWords: Readonly<Record<Role, string>> = {
  ADMIN: 'Admin',
  BUYER: 'Buyer',
  APPROVER: 'Approver',
  SELLER: 'Seller',
  VIEWER: 'Viewer',
  OPERATOR: 'Operator',
  AUDITOR: 'Auditor',
};

export const scopeWords: Readonly<Record<TokenScope, string>> = {
  'account:read': 'Read the account',
  'bids:read': 'Read bids',
  'bids:write': 'Place bids',
  'robots:read': 'Read robots',
  'robots:write': 'Order robots',
  'selling:read': 'Read what is sold',
  'selling:write': 'Sell',
};
