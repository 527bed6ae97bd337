import fc from 'fast-check';
import { OpenSockets } from './open-sockets.ts';
import type { SocketOwner } from './open-sockets.ts';

const limits = { socketsPerUser: 2, socketsPerAddress: 3 };
const owner = fc.record({
  session: fc.constantFrom('s1', 's2', 's3'),
  address: fc.constantFrom('a1', 'a2'),
});
const step = fc.oneof(
  fc.record({ do: fc.constant('open' as const), owner }),
  fc.record({ do: fc.constant('close' as const), nth: fc.nat(9) }),
);

interface Held {
  readonly owner: SocketOwner;
  readonly socket: number;
}

/** What the limits say by counting everything that is open, each time. */
function fullByCounting(held: readonly Held[], { session, address }: SocketOwner) {
  const count = (is: (of: SocketOwner) => boolean) => held.filter((one) => is(one.owner)).length;
  if (count((of) => of.address === address) >= limits.socketsPerAddress) return 'ADDRESS';
  if (count((of) => of.session === session) >= limits.socketsPerUser) return 'SESSION';
  return undefined;
}

test('counts what is open, and nothing of what was', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const open = new OpenSockets<number>(limits);
      let held: Held[] = [];
      for (const [socket, one] of steps.entries()) {
        if (one.do === 'close') {
          const gone = held[one.nth];
          if (gone) open.remove(gone.owner, gone.socket);
          held = held.filter((kept) => kept !== gone);
          continue;
        }
        const full = open.fullFor(one.owner);
        expect(full).toBe(fullByCounting(held, one.owner));
        if (full) continue;
        open.add(one.owner, socket);
        held.push({ owner: one.owner, socket });
      }
    }),
  );
});

test('a socket that closes twice is counted down once', () => {
  const open = new OpenSockets<string>({ socketsPerUser: 1, socketsPerAddress: 1 });
  const mine = { session: 's', address: 'a' };
  open.add(mine, 'first');
  open.remove(mine, 'first');
  open.add(mine, 'second');
  open.remove(mine, 'first');
  expect(open.fullFor(mine)).toBe('ADDRESS');
});
