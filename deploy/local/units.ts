/** All units of an instance: what the launcher starts and what status asks. */
import type { Shape } from './instance.ts';
import type { Ports } from './ports.ts';
import { serversOf } from './servers/all.ts';
import type { ServerContext } from './servers/context.ts';
import { servicesOf } from './services.ts';
import type { ServiceContext } from './service.ts';
import type { Unit } from './unit.ts';

export type UnitsContext = ServerContext & ServiceContext & Shape;

/** Ports a unit listens on besides its main one, so that all of them are checked before the start. */
const furtherPorts: Readonly<Record<string, readonly (keyof Ports)[]>> = {
  kafka: ['kafka-controller'],
  cassandra: ['cassandra-storage', 'cassandra-ssl-storage'],
  'simulator-copart': ['simulator-control', 'simulator-ops'],
  'mail-catcher': ['mail-smtp'],
  'simulator-sites': [
    'simulator-gsa',
    'simulator-govdeals',
    'simulator-ebay',
    'simulator-manheim',
    'simulator-sites-ops',
  ],
  gateway: ['gateway-ops'],
};

export const unitsOf = (context: UnitsContext): Unit[] => [
  ...serversOf(context),
  ...(context.serversOnly ? [] : servicesOf(context)),
];

/** Every port the units will listen on, by name. */
export function portNamesOf(units: readonly Unit[], ports: Ports): (keyof Ports)[] {
  const main = new Set(units.map(({ port }) => port));
  const further = units.flatMap(({ name }) => furtherPorts[name] ?? []);
  // keyof of a record is not what Object.keys says; Ports has exactly its declared keys.
  const names = Object.keys(ports) as (keyof Ports)[];
  return names.filter((name) => main.has(ports[name]) || further.includes(name));
}
