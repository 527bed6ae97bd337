/** The same file is asked for again and again: it costs the site next to nothing, and us no snapshot. */
import type { ServerResponse } from 'node:http';
import { startHarness, testLimits } from '../testing/copart-harness.ts';
import type { Harness } from '../testing/copart-harness.ts';
import { startPlainSite } from '../testing/plain-site.ts';
import type { PlainSite } from '../testing/plain-site.ts';
import { aSalesFile, someRows } from './fixtures/a-sales-file.ts';

const never = new AbortController().signal;
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((close) => close()));
});

async function started(site?: PlainSite): Promise<Harness> {
  // No fault is played here: a slow machine must not look like one.
  const limits = { ...testLimits, firstByteMs: 10_000, stallMs: 10_000 };
  const access = { limits, ...(site === undefined ? {} : { baseUrl: site.url }) };
  const harness = await startHarness({ lotCount: 120, access });
  cleanUps.push(() => harness.close());
  return harness;
}

async function completeness(
  harness: Harness,
): Promise<[complete: boolean, reason: string | null][]> {
  const ends = new Map<number, [boolean, string | null]>();
  for (const { value } of await harness.raw()) {
    if (value.completed)
      ends.set(value.sequence, [value.completed.complete, value.completed.reason]);
  }
  return [...ends].sort(([a], [b]) => a - b).map(([, end]) => end);
}

describe('a site that answers conditional requests', () => {
  const askedOf = ({ simulator }: Harness) =>
    simulator.requests.entries.map(({ status, headers }) => ({
      status,
      isConditional: 'if-none-match' in headers && 'if-modified-since' in headers,
    }));

  test.each(['goes on', 'was started anew'])('304 when the connector %s', async (how) => {
    const harness = await started();
    await harness.worker.poll(never);
    const worker = how === 'goes on' ? harness.worker : await harness.restarted();
    await worker.poll(never);
    harness.nextFile();
    await worker.poll(never);
    expect(askedOf(harness)).toEqual([
      { status: 200, isConditional: false },
      { status: 304, isConditional: true },
      { status: 200, isConditional: true },
    ]);
    expect(await completeness(harness)).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(await harness.status()).toMatchObject({ state: 'OK', reason: null });
  });

  test('a file that was not believed is asked for again', async () => {
    const harness = await started();
    await harness.worker.poll(never);
    harness.nextFile();
    harness.simulator.faults.replace([{ name: 'cut' }], harness.simulator.requests.next);
    await harness.worker.poll(never);
    await harness.worker.poll(never);
    expect((await completeness(harness)).map(([complete]) => complete)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('a site that has the same file every time', () => {
  const bytes = aSalesFile(someRows(120));
  const type = { 'content-type': 'application/octet-stream' };
  async function siteOf(answer: (response: ServerResponse, isAsked: boolean) => void) {
    const site = await startPlainSite((response, request) =>
      answer(response, request.headers['if-modified-since'] !== undefined),
    );
    cleanUps.push(() => site.close());
    return site;
  }

  test('Last-Modified alone is enough', async () => {
    const modified = { 'last-modified': 'Wed, 10 Mar 2027 14:00:00 GMT' };
    const site = await siteOf((response, isAsked) => {
      if (isAsked) response.writeHead(304).end();
      else response.writeHead(200, { ...type, ...modified }).end(bytes);
    });
    const harness = await started(site);
    await harness.worker.poll(never);
    await (await harness.restarted()).poll(never);
    expect(site.asked.map((headers) => headers['if-modified-since'])).toEqual([
      undefined,
      modified['last-modified'],
    ]);
    expect(site.asked[1]).not.toHaveProperty('if-none-match');
    expect(await completeness(harness)).toEqual([[true, null]]);
  });

  test('sent in full again it is one absence and no failure, also after a restart', async () => {
    const site = await siteOf((response) => response.writeHead(200, type).end(bytes));
    const harness = await started(site);
    await harness.worker.poll(never);
    await harness.worker.poll(never);
    await (await harness.restarted()).poll(never);
    const same = [false, 'SAME_FILE: byte for byte the last complete one'];
    expect(await completeness(harness)).toEqual([[true, null], same, same]);
    expect(await harness.status()).toMatchObject({ state: 'OK', consecutiveFailureCount: 0 });
  });
});
