/** One audit record for each thing done or refused, whatever fails on its way. */
import { chainFault } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';
import { withBackends } from '@auction/streams/testing/backends';
import { goodPassword, linkIn, openAccountBench, origin } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';
import { relayAudit } from './audit-relay.ts';
import { tellArchiveJobs } from './archive-jobs.ts';
import { tellLateBids } from './late-bids.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const send = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Readonly<Record<string, string>>,
    payload?: object,
  ) => gateway.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });

  const toldAs = ({ action, result, reason }: AuditEvent) =>
    reason === null ? `${action} ${result}` : `${action} ${reason}`;

  test('one record for each action, in one chain', async () => {
    const email = 'alice@dealer.example';
    const person = { email, password: goodPassword };
    const registering = { organisation: 'Dealer', name: 'Alice', ...person };
    await send('POST', '/api/accounts/register', { origin }, registering);
    const token = linkIn((await bench.mails())[0]);
    await send('POST', '/api/accounts/verify', { origin }, { token });
    await send('POST', '/api/accounts/sign-in', { origin }, { ...person, password: 'wrong' });
    const home = await bench.organisation();
    const admin = await bench.user(home, ['ADMIN']);
    const buyer = await bench.user(home, ['BUYER']);
    await send('GET', '/api/organisation/users', buyer.headers);
    const user = `/api/organisation/users/${buyer.id}`;
    await send('PATCH', user, admin.headers, { roles: ['VIEWER'] });
    await send('DELETE', user, admin.headers);
    const invited = { email: 'bob@dealer.example', roles: ['BUYER'] };
    await send('POST', '/api/organisation/invitations', admin.headers, invited);
    const made = { name: 'program', scopes: ['account:read'] };
    const answer = await send('POST', '/api/organisation/tokens', admin.headers, made);
    const { id } = answer.json<{ id: string }>();
    await send('DELETE', `/api/organisation/tokens/${id}`, admin.headers);
    await send('POST', '/api/accounts/sign-out', admin.headers);

    const events = await bench.audited();
    expect(events.map(toldAs)).toEqual([
      'ACCOUNT_REGISTERED DONE',
      'ADDRESS_VERIFIED DONE',
      'SIGNED_IN WRONG_CREDENTIALS',
      'ROUTE_USED FORBIDDEN',
      'USER_CHANGED DONE',
      'USER_REMOVED DONE',
      'INVITATION_MADE DONE',
      'API_TOKEN_MADE DONE',
      'API_TOKEN_REVOKED DONE',
      'SIGNED_OUT DONE',
    ]);
    expect(events.map(({ writerSeq }) => writerSeq)).toEqual(events.map((_, index) => index + 1));
    expect(chainFault(events)).toBeUndefined();
    expect(events[4]).toMatchObject({
      actorKind: 'USER',
      actorId: admin.id,
      organisationId: home,
      target: `user/${buyer.id}`,
      address: '127.0.0.1',
    });
  });

  test('Kafka away, and a crash after writing: sent again, the same records, still one chain', async () => {
    const home = await bench.organisation();
    const written: AuditEvent[] = [];
    const write = (fails: 'BEFORE' | 'AFTER' | undefined) =>
      relayAudit(bench.postgres, async (batch) => {
        if (fails === 'BEFORE') throw new Error('Kafka is away');
        written.push(...batch.map(({ event }) => event));
        if (fails === 'AFTER') throw new Error('killed');
      });
    const signOut = async () => {
      const { headers } = await bench.user(home, ['BUYER']);
      expect((await send('POST', '/api/accounts/sign-out', headers)).statusCode).toBe(204);
    };
    await signOut();
    await expect(write('BEFORE')).rejects.toThrow('Kafka is away');
    await signOut();
    await expect(write('AFTER')).rejects.toThrow('killed');
    await signOut();
    while ((await write(undefined)) > 0);
    expect(written.length).toBeGreaterThan(3);
    expect(new Set(written.map(({ eventId }) => eventId)).size).toBe(3);
    expect(new Set(written.map((event) => JSON.stringify(event))).size).toBe(3);
    expect(chainFault(written)).toBeUndefined();
  });

  test('two gateways that relay at once write each record once', async () => {
    const home = await bench.organisation();
    for (let n = 0; n < 20; n++) {
      const { headers } = await bench.user(home, ['BUYER']);
      await send('POST', '/api/accounts/sign-out', headers);
    }
    const written: AuditEvent[] = [];
    const relay = () =>
      relayAudit(bench.postgres, async (batch) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        written.push(...batch.map(({ event }) => event));
      });
    await Promise.all([relay(), relay(), relay()]);
    while ((await relay()) > 0);
    expect(written.length).toBe(20);
    expect(chainFault(written)).toBeUndefined();
  });

  test('each late bid is told once, by whichever gateway', async () => {
    for (const lotId of ['one', 'two', 'three']) {
      await bench.owner.query(`INSERT INTO late_bid VALUES ('buyers', $1, 7, 1000)`, [lotId]);
    }
    const tell = () => tellLateBids(bench.postgres);
    await Promise.all([tell(), tell(), tell()]);
    expect(await tell()).toBe(false);
    const told = (await bench.audited()).map((event) =>
      [toldAs(event), event.actorId, event.organisationId, event.target, event.at].join(' '),
    );
    expect(told.toSorted()).toEqual([
      'BID_LATE LATE resolve-lots buyers lot/one 1000',
      'BID_LATE LATE resolve-lots buyers lot/three 1000',
      'BID_LATE LATE resolve-lots buyers lot/two 1000',
    ]);
  });

  test('each job of the archive is told once, by whichever gateway', async () => {
    for (const [month, asker] of [
      ['2026-07', 'SCHEDULE'],
      ['2026-08', 'COMMAND'],
    ]) {
      await bench.owner.query(
        `INSERT INTO archive_job (kind, month, part, rows, bytes, asker, at)
         VALUES ('data', $1, 2, 400, 90000, $2, 1000)`,
        [month, asker],
      );
    }
    for (const [kind, month, failure] of [
      ['logs', '', 'STORE_AWAY'],
      ['restore', '2026-08', 'DAMAGED_FILE'],
    ]) {
      await bench.owner.query(
        `INSERT INTO archive_job (kind, month, part, rows, bytes, asker, at, failure, run_id)
         VALUES ($1, $2, 0, 0, 0, 'SCHEDULE', 1000, $3, $1)`,
        [kind, month, failure],
      );
    }
    const tell = () => tellArchiveJobs(bench.postgres);
    await Promise.all([tell(), tell(), tell()]);
    expect(await tell()).toBe(false);
    const told = (await bench.audited())
      .filter(({ action }) => action === 'ARCHIVE_RUN')
      .map(({ actorId, target, at, result, reason }) =>
        [actorId, target, at, result, reason].join(' ').trim(),
      );
    expect(told).toEqual([
      'archive-schedule archive/data/2026-07/2: 400 rows, 90000 bytes 1000 DONE',
      'archive-command archive/data/2026-08/2: 400 rows, 90000 bytes 1000 DONE',
      'archive-schedule archive/logs 1000 FAILED STORE_AWAY',
      'archive-schedule archive/restore/2026-08 1000 FAILED DAMAGED_FILE',
    ]);
  });

  test('a changed, missing or foreign record breaks the chain', async () => {
    const home = await bench.organisation();
    for (let n = 0; n < 3; n++) {
      const { headers } = await bench.user(home, ['BUYER']);
      await send('POST', '/api/accounts/sign-out', headers);
    }
    const [one, two, three] = await bench.audited();
    if (!one || !two || !three) throw new Error('three records were expected');
    expect(chainFault([one, two, three])).toBeUndefined();
    expect(chainFault([one, three])).toContain('follows');
    expect(chainFault([one, { ...two, actorId: 'somebody else' }, three])).toContain('was changed');
  });
});
