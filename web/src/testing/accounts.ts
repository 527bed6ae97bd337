import type { DemoAccounts, Me } from '@auction/gateway/contract';

/** Somebody signed in, with whatever a spec cares about. */
export function aMe(given: Partial<Me> = {}): Me {
  return {
    id: 'user-bob',
    kind: 'USER',
    name: 'Bob Buyer',
    email: 'bob@northside.example',
    organisation: { id: 'northside', name: 'Northside Motors' },
    roles: ['BUYER'],
    scopes: [],
    ...given,
  };
}

export const someDemoAccounts: DemoAccounts = {
  accounts: [
    {
      organisation: 'Northside Motors',
      name: 'Bob Buyer',
      email: 'bob@northside.example',
      password: 'demo-bob-2026',
      roles: ['BUYER'],
    },
  ],
};
