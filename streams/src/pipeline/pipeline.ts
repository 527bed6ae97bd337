/**
 * START HERE: what happens to a raw listing, in flow order.
 *
 *   listings.raw.<site>          what a connector saw: rows untouched, markers of snapshots
 *          │
 *   normalise-listings           domain/copart-listing, listing-sighting, snapshot
 *          ├─► listings.raw.<site>.dead   what could not be understood, with bytes and reason
 *          ├─► listings.snapshots         what each snapshot changed
 *          ├─► listings                   a version for every change, and for every absence
 *          ├─► vehicles.commands ─► link-vehicles ─► vehicles        domain/vehicle
 *          └─► lots.commands ─────► resolve-lots ──► lots            domain/external-lot, domain/auction
 *   gateway ─────────► ▲  ▲              │        │
 *      │               │  │              │        └─► lots.events    our own lots: what everybody may know
 *      ▼               │  │              └─► lots.outcomes           and what one organisation may know
 *   limits.commands ─► limit-bids           │                        domain/limits: those with a limit go this way
 *      ▲               │                    │
 *      └───────────────┼── letters-to-limits┘                        what became of their bids
 *                      └──────── close-timers ◄─── lots              domain/close-schedule
 *
 *   gateway, limit-bids ─► placements.commands ─► place-bids ─► placements      domain/placement
 *                      └────── placement-runner ◄───┘ └─► the site's bid API, by its connector
 *
 * Each processor is a declaration and glue; rules live in domain/, running them in runtime/.
 * `close-timers` and `placement-runner` are no processors: they read a clock, and have no state of their own.
 * `letters-to-limits` is a sink whose store is a topic.
 */
import type { Processor } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { placeBids } from './place-bids.ts';
import { linkVehicles } from './link-vehicles.ts';
import { limitBids } from './limit-bids.ts';
import { normaliseListings } from './normalise-listings.ts';
import { resolveLots } from './resolve-lots.ts';

/** @returns every processor, in flow order */
export function processors(codecs: Codecs): Processor[] {
  return [
    normaliseListings(codecs),
    linkVehicles(codecs),
    limitBids(codecs),
    resolveLots(codecs),
    placeBids(codecs),
  ];
}
