/**
 * Accounts whose passwords everybody knows, on a fresh local start only: configuration refuses them
 * anywhere else (config.ts).
 */
import type { Role } from '../accounts-contract.ts';
import { DemoAccounts } from '../accounts-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import type { Passwords } from './passwords.ts';
import { publicRoute } from './roles.ts';
import { addOrganisation, addUser } from './users.ts';

interface DemoAccount {
  /** null: staff of the platform. */
  readonly organisation: string | null;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

const northside = 'Northside Motors';
const harbour = 'Harbour Auto Trade';
const fleet = 'Citywide Fleet Sales';
const admin: readonly Role[] = ['ADMIN', 'BUYER', 'APPROVER'];

export const demoAccounts: readonly DemoAccount[] = [
  account(northside, 'Alice Admin', 'alice@northside.example', admin),
  account(northside, 'Bob Buyer', 'bob@northside.example', ['BUYER']),
  account(harbour, 'Carol Admin', 'carol@harbour.example', admin),
  account(harbour, 'Dave Buyer', 'dave@harbour.example', ['BUYER']),
  account(fleet, 'Erin Seller', 'erin@citywide.example', ['ADMIN', 'SELLER']),
  account(null, 'Oscar Operator', 'oscar@platform.example', ['OPERATOR', 'AUDITOR']),
];

function account(
  organisation: string | null,
  name: string,
  email: string,
  roles: readonly Role[],
): DemoAccount {
  const [first = ''] = email.split('@');
  return { organisation, name, email, roles, password: `demo-${first}-2026` };
}

/** Any fixed number: two gateways that start at once must not both make them. */
const lockKey = 4_023_019;

/** Makes the demo accounts where there is no account yet. @returns whether it did. @throws StoreAway */
export async function seedDemoAccounts(
  postgres: Postgres,
  passwords: Passwords,
  nowMs: number,
): Promise<boolean> {
  return postgres.transaction('accounts', async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [lockKey]);
    const known = await tx.query('SELECT 1 FROM app_user LIMIT 1');
    if (known.length > 0) return false;
    const ids = new Map<string, string>();
    for (const { organisation, password, ...given } of demoAccounts) {
      if (organisation !== null && !ids.has(organisation)) {
        ids.set(organisation, await addOrganisation(tx, organisation, nowMs));
      }
      const organisationId = organisation === null ? null : (ids.get(organisation) ?? null);
      const passwordHash = await passwords.hash(password);
      const user = { ...given, organisationId, passwordHash, verifiedAt: nowMs, isDemo: true };
      await addUser(tx, user, nowMs);
    }
    return true;
  });
}

/** GET /api/accounts/demo, for the sign-in page. @param isOn on a local start only */
export function demoRoute(app: App, postgres: Postgres, isOn: boolean): void {
  app.get(
    '/api/accounts/demo',
    {
      ...publicRoute,
      schema: {
        tags: ['accounts'],
        summary: 'Accounts to try with; on a local start only',
        response: { 200: DemoAccounts, 404: Problem, 503: Problem },
      },
    },
    async () => {
      const emails = isOn ? await seededEmails(postgres) : new Set<string>();
      const accounts = demoAccounts.filter(({ email }) => emails.has(email));
      if (accounts.length > 0) {
        return { accounts: accounts.map((one) => ({ ...one, roles: [...one.roles] })) };
      }
      throw new Refusal('NOT_FOUND', 'there are no accounts to try with here');
    },
  );
}

async function seededEmails(postgres: Postgres): Promise<Set<string>> {
  const rows = await postgres.transaction('accounts', (tx) =>
    tx.query<{ email: string }>('SELECT email FROM app_user WHERE is_demo'),
  );
  return new Set(rows.map(({ email }) => email));
}
