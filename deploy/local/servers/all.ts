/** The servers of an instance, in the order people are told about them. */
import type { Unit } from '../unit.ts';
import { cassandra } from './cassandra.ts';
import type { ServerContext } from './context.ts';
import { kafka } from './kafka.ts';
import { mongo } from './mongo.ts';
import { postgres } from './postgres.ts';
import { registry } from './registry.ts';

export const serversOf = (context: ServerContext): Unit[] => [
  postgres(context),
  kafka(context),
  ...(context.lite ? [] : [cassandra(context), mongo(context)]),
  registry(context),
];
