import { OpenSockets } from './open-sockets.ts';
import { sweepSessions } from './session-sweep.ts';

const hexOf = (name: string) => Buffer.from(name).toString('hex');

/** Opens `socketsPerSession` sockets for each session. @returns the sockets closed by one sweep */
async function check(socketsPerSession: Record<string, number>, alive: readonly string[]) {
  const limits = { socketsPerUser: 9_999, socketsPerAddress: 9_999 };
  const open = new OpenSockets<{ close(code: number, reason: string): void }>(limits);
  const closes: string[] = [];
  for (const [session, count] of Object.entries(socketsPerSession)) {
    for (let nth = 1; nth <= count; nth += 1) {
      const close = (code: number, reason: string) =>
        closes.push(`${session}#${nth} ${code} ${reason}`);
      open.add({ session: hexOf(session), address: 'a' }, { close });
    }
  }
  const still = new Set(alive.map(hexOf));
  const asked: number[] = [];
  const closedCount = await sweepSessions(open, {
    alive: async (ids) => {
      asked.push(ids.length);
      return new Set(ids.map((id) => id.toString('hex')).filter((id) => still.has(id)));
    },
    removeExpired: async () => 0,
  });
  expect(closedCount).toBe(closes.length);
  return { closes, asked };
}

test('closes the sockets of sessions that have ended, and no others', async () => {
  const { closes } = await check({ alive: 2, ended: 2 }, ['alive']);
  expect(closes).toEqual(['ended#1 4401 session ended', 'ended#2 4401 session ended']);
});

test('asks for a thousand sessions at a time', async () => {
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`s${index}`, 1]));
  const { closes, asked } = await check(many, Object.keys(many));
  expect(closes).toEqual([]);
  expect(asked).toEqual([1_000, 1]);
});
