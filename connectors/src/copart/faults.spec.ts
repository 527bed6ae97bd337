/** Every fault a site can play, and what the connector makes of it: above all, nobody is closed. */
import { rmSync } from 'node:fs';
import type { RawListing } from '@auction/avro/records';
import { startHarness } from '../testing/copart-harness.ts';
import type { Harness } from '../testing/copart-harness.ts';
import type { FaultRuleInput } from '../simulator/fault-plan.ts';

const lotCount = 300;
type Completed = NonNullable<RawListing['completed']>;

/** End markers in order of their snapshots, one of each. */
async function snapshots(harness: Harness): Promise<Completed[]> {
  const found = new Map<number, Completed>();
  for (const { value } of await harness.raw()) {
    if (value.completed) found.set(value.sequence, value.completed);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, completed]) => completed);
}

const running: Harness[] = [];
async function start(): Promise<Harness> {
  const harness = await startHarness({ lotCount });
  running.push(harness);
  return harness;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((harness) => harness.close()));
});

const poll = (harness: Harness): Promise<void> => harness.worker.poll(new AbortController().signal);

/** A good file, then one poll under the fault, then good files again. */
async function play(harness: Harness, rule: FaultRuleInput): Promise<void> {
  await poll(harness);
  harness.nextFile();
  harness.simulator.faults.replace([rule], harness.simulator.requests.next);
  await poll(harness);
}

describe('a fault of the file or its transfer', () => {
  // [fault, why the snapshot is not complete, share of the rows published all the same]
  const rows: [FaultRuleInput, RegExp, number | undefined][] = [
    [{ name: 'challenge' }, /^CHALLENGE_PAGE: .*bot wall/, 0],
    [{ name: 'login-page' }, /^HTML_PAGE: /, 0],
    [{ name: 'empty' }, /^EMPTY_FILE: /, 0],
    [{ name: 'header-only' }, /^HEADER_ONLY: /, 0],
    [{ name: 'short' }, /^MASS_VANISH: .* by hand only/, 0.6],
    [{ name: 'mass-vanish', share: 0.2 }, /^MASS_VANISH: .* waiting for a second/, 0.8],
    [{ name: 'cut' }, /^CUT_SHORT: the transfer ended after \d+ of \d+ bytes/, 0.6],
    [{ name: 'reset' }, /^(CUT_SHORT|CONNECTION_LOST): /, undefined], // what was under way is lost
    [{ name: 'stall' }, /^STALLED: no byte for 800 ms/, 0.6],
    [{ name: 'stale' }, /^OLDER_FILE: its newest update is older/, 1],
    [{ name: 'backwards' }, /^OLDER_FILE: dated /, 0],
    [{ name: 'required-dropped' }, /^MISSING_COLUMN: required: Lot number/, 0],
    [{ name: 'wrong-export' }, /^WRONG_EXPORT: .*lot-search export/, 0],
    [{ name: 'json-for-csv' }, /^JSON_FILE: /, 0],
    [{ name: 'utf16' }, /^WRONG_ENCODING: /, 0],
    [{ name: 'nul-bytes' }, /^TOO_MANY_REJECTED: 3 of 300 rows/, 0.99],
  ];
  test.each(rows)('%j', async (rule, reason, share) => {
    const harness = await start();
    await play(harness, rule);
    const [good, bad] = await snapshots(harness);
    expect(good).toMatchObject({ complete: true, reason: null, rows: lotCount });
    expect(bad?.complete).toBe(false);
    expect(bad?.reason).toMatch(reason);
    if (share !== undefined) expect((bad?.published ?? 0) / lotCount).toBeCloseTo(share, 1);
    expect(await harness.status()).toMatchObject({
      state: 'FAILING',
      reason: bad?.reason,
      consecutiveFailureCount: 1,
      lastSnapshot: { complete: false },
    });
    // Recovers by itself, and the fault's file is not what the next one is compared with.
    harness.nextFile();
    await poll(harness);
    expect((await snapshots(harness)).at(-1)).toMatchObject({ complete: true });
    expect(await harness.status()).toMatchObject({ state: 'OK', reason: null });
  });
});

describe('an answer that is no file', () => {
  const location = '/FTPLSTDM/salesdata.cgi';
  const elsewhere = 'http://127.0.0.2:80/salesdata.csv';
  const rows: [FaultRuleInput, RegExp][] = [
    [{ name: 'blocked' }, /^BLOCKED: the site answered 403/],
    [{ name: 'throttled' }, /^THROTTLED: the site answered 429 Too Many Requests$/],
    [{ name: 'throttled', retryAfterSeconds: 90 }, /^THROTTLED: .*asks to wait 90 s$/],
    [{ name: 'down', status: 500 }, /^SITE_DOWN: the site answered 500/],
    [{ name: 'down', status: 502 }, /^SITE_DOWN: /],
    [{ name: 'down' }, /^SITE_DOWN: the site answered 503/],
    [{ name: 'silent' }, /^FIRST_BYTE_TIMEOUT: no answer within 1500 ms/],
    [{ name: 'redirect', location, count: 6 }, /^REDIRECT_LOOP: more than 5/],
    [{ name: 'redirect', location: elsewhere }, /^REDIRECT_REFUSED: to the private address/],
    [{ name: 'redirect', location: 'file:///etc/hostname' }, /^REDIRECT_REFUSED: not http/],
  ];
  test.each(rows)('%j', async (rule, reason) => {
    const harness = await start();
    await play(harness, rule);
    expect(await snapshots(harness)).toHaveLength(1);
    expect((await harness.status())?.reason).toMatch(reason);
    const waitMs = (harness.worker.health.nextRunAt ?? 0) - harness.now();
    expect(waitMs).toBeGreaterThanOrEqual(1_000 * (rule.retryAfterSeconds ?? 5));
    while (harness.now() < (harness.worker.health.nextRunAt ?? 0)) harness.nextFile();
    await poll(harness);
    expect(await harness.status()).toMatchObject({ state: 'OK', consecutiveFailureCount: 0 });
  });

  test('a site that is not there', async () => {
    const harness = await start();
    await harness.simulator.close();
    await poll(harness);
    expect((await harness.status())?.reason).toBe(
      'UNREACHABLE: the site cannot be reached (ECONNREFUSED)',
    );
  });

  test('a redirect on the same host is followed, with the key', async () => {
    const harness = await start();
    await play(harness, { name: 'redirect', location });
    expect((await snapshots(harness)).map(({ complete }) => complete)).toEqual([true, true]);
    expect(harness.simulator.requests.entries.every(({ isKeyRight }) => isKeyRight)).toBe(true);
  });
});

describe('a file that is odd and right', () => {
  const rows: [FaultRuleInput, number][] = [
    [{ name: 'columns-44' }, 0],
    [{ name: 'columns-49' }, 0],
    [{ name: 'column-added' }, 0],
    [{ name: 'column-dropped' }, 0],
    [{ name: 'column-renamed' }, 0],
    [{ name: 'flicker' }, 0],
    [{ name: 'bom' }, 0],
    [{ name: 'latin1' }, 0],
    [{ name: 'doubled-header' }, 1],
    [{ name: 'clock-skew' }, 0],
  ];
  test.each(rows)('%j', async (rule, rejected) => {
    const harness = await start();
    await play(harness, rule);
    expect((await snapshots(harness)).at(-1)).toMatchObject({ complete: true, rejected });
    const cells = (await harness.raw()).flatMap(({ value }) => value.listing?.cells ?? []);
    expect(cells.some((cell) => cell.includes('\uFFFD'))).toBe(false);
  });
});

describe('the hold rule', () => {
  const rule: FaultRuleInput = { name: 'mass-vanish', share: 0.2, count: null };

  test('the same file again is no agreement, a different one is', async () => {
    const harness = await start();
    await play(harness, rule);
    await poll(harness);
    expect((await snapshots(harness)).map(({ complete }) => complete)).toEqual([
      true,
      false,
      false,
    ]);
    harness.nextFile();
    await poll(harness);
    expect((await snapshots(harness)).at(-1)).toMatchObject({ complete: true });
  });

  test.each(['kept', 'lost'])('it holds over a restart; ids on disk: %s', async (ids) => {
    const harness = await start();
    await play(harness, rule);
    if (ids === 'lost') rmSync(harness.rawFolder, { recursive: true });
    const again = await harness.restarted();
    await again.poll(new AbortController().signal);
    harness.nextFile();
    await again.poll(new AbortController().signal);
    expect((await snapshots(harness)).map(({ complete }) => complete)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test('more than 30 % is believed when a person says so', async () => {
    const harness = await start();
    await play(harness, { ...rule, share: 0.5 });
    harness.nextFile();
    await poll(harness);
    expect((await snapshots(harness)).at(-1)?.complete).toBe(false);
    expect((await harness.worker.approveHeld()).approved).toHaveLength(1);
    await poll(harness);
    expect((await snapshots(harness)).at(-1)).toMatchObject({ complete: true });
  });
});
