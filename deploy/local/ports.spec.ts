import { blockOf, doubledPorts, flagOf, portNames, portsFrom, variableOf } from './ports.ts';
import type { PortName } from './ports.ts';

describe('the block of an instance', () => {
  test.each([
    { gateway: 8080, block: 19_000 },
    { gateway: 8081, block: 19_100 },
    { gateway: 8180, block: 29_000 },
    { gateway: 8079, block: 32_300 },
    { gateway: 1024, block: 23_600 },
  ])('gateway $gateway -> $block', ({ gateway, block }) => {
    expect(blockOf(gateway)).toBe(block);
  });

  test('ports people choose for a second instance never share a block with the first', () => {
    const chosen = [8080, 8081, 8090, 8180, 8181, 8888, 9000, 9080, 9090, 3000, 4200, 5000];
    expect(new Set(chosen.map(blockOf)).size).toBe(chosen.length);
  });

  test('all of a block lies where clients may listen', () => {
    for (let gateway = 1024; gateway <= 65_535; gateway += 7) {
      expect(Math.max(...Object.values(portsFrom({ gateway })))).toBeLessThanOrEqual(65_535);
    }
  });
});

test('every port has a number of its own by default', () => {
  expect(doubledPorts(portsFrom({}))).toEqual([]);
  expect(Object.keys(portsFrom({})).sort()).toEqual([...portNames].sort());
});

test('a named port stays, the others follow from the gateway', () => {
  const ports = portsFrom({ gateway: 8081, kafka: 9092 });
  expect(ports).toMatchObject({ gateway: 8081, kafka: 9092, registry: 19_181 });
});

test('a number meant twice is found', () => {
  expect(doubledPorts(portsFrom({ kafka: 9000, postgres: 9000 }))).toEqual([
    { port: 9000, names: ['postgres', 'kafka'] },
  ]);
});

const spellings: { name: PortName; flag: string; variable: string }[] = [
  { name: 'gateway', flag: 'port', variable: 'AUCTION_PORT' },
  { name: 'kafka', flag: 'kafka-port', variable: 'AUCTION_KAFKA_PORT' },
  {
    name: 'kafka-controller',
    flag: 'kafka-controller-port',
    variable: 'AUCTION_KAFKA_CONTROLLER_PORT',
  },
];
test.each(spellings)('$name is set by --$flag and $variable', ({ name, flag, variable }) => {
  expect([flagOf(name), variableOf(name)]).toEqual([flag, variable]);
});
