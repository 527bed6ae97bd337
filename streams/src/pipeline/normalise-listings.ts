/**
 * listings.raw.<site> -> listings, vehicles.commands, lots.commands, listings.snapshots and dead
 * letters. Passes on only what changed; closes by absence only after a complete snapshot.
 */
import { rawTopic, sites, topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Processor } from '../runtime/processor.ts';
import { NormaliseTask } from './normalise-task.ts';
import { positionsIn } from './positions.ts';

export function normaliseListings(codecs: Codecs): Processor {
  return {
    name: 'normalise-listings',
    inputs: sites.map(({ site }) => rawTopic(site)),
    state: topics.listingsState,
    outputs: [topics.listings, topics.listingsSnapshots, topics.vehiclesCommands],
    plainOutputs: [topics.lotsCommands],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.listingsState)),
    createTask: (partition) => new NormaliseTask(codecs, partition),
  };
}
