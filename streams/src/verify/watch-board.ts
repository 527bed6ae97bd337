/** Watches the board like a visitor for a while, so that there are frames whose age can be told. */
import { setTimeout as delay } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';

const watched = { t: 'sub', sub: 1, topic: 'board' };

/** Cookie of a new visitor's session. */
async function newSession(gatewayUrl: string): Promise<string> {
  const page = await fetch(gatewayUrl);
  await page.body?.cancel();
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.join('; ');
}

async function ticketFor(gatewayUrl: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${gatewayUrl}/api/live/ticket`, { method: 'POST', headers });
  if (!answer.ok) throw new Error(`the gateway gives no ticket: ${answer.status}`);
  return ((await answer.json()) as { ticket: string }).ticket;
}

const kindOf = (data: unknown): string => {
  const text = data instanceof ArrayBuffer ? inflateRawSync(data).toString() : String(data);
  return (JSON.parse(text) as { t: string }).t;
};

/**
 * Opens the board, acknowledges every frame and leaves when `isEnough` or the time is over.
 * @throws when the gateway lets nobody in
 */
export async function watchBoard(
  gatewayUrl: string,
  withinMs: number,
  isEnough: () => Promise<boolean>,
): Promise<void> {
  const origin = new URL(gatewayUrl).origin;
  const headers = { origin, cookie: await newSession(gatewayUrl) };
  const ticket = await ticketFor(gatewayUrl, headers);
  const address = `${gatewayUrl.replace(/^http/, 'ws')}/ws`;
  const socket = new WebSocket(address, { protocols: ['board.v1.json'], headers });
  socket.binaryType = 'arraybuffer';
  const say = (message: object): void => socket.send(JSON.stringify(message));
  let dataFrames = 0;
  socket.addEventListener('open', () => say({ t: 'hello', ticket, build: 'report' }));
  socket.addEventListener('message', ({ data }) => {
    const kind = kindOf(data);
    if (kind === 'welcome') say(watched);
    if (kind !== 'snap' && kind !== 'd') return;
    dataFrames += 1;
    say({ t: 'ack', n: dataFrames });
  });
  const deadlineAt = performance.now() + withinMs;
  try {
    while (performance.now() < deadlineAt && !(await isEnough())) await delay(500);
  } finally {
    socket.close();
  }
}
