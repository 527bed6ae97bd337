import { farewellSpreadMs } from './farewell.ts';

test.each([
  { sockets: 0, atMostMs: 5_000, spreadMs: 0 },
  { sockets: 10, atMostMs: 5_000, spreadMs: 200 },
  { sockets: 10_000, atMostMs: 5_000, spreadMs: 5_000 },
])('$sockets sockets are told within $spreadMs ms', ({ sockets, atMostMs, spreadMs }) => {
  expect(farewellSpreadMs(sockets, atMostMs)).toBe(spreadMs);
});
