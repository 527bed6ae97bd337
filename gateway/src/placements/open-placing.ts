/** Placing on the real log: one writer of orders a gateway. */
import { topics } from '@auction/avro/topics';
import type { Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { RecordWriter } from '../bids/record-writer.ts';
import type { Config } from '../config.ts';
import type { Postgres } from '../postgres.ts';
import type { Placing } from './placement-routes.ts';
import { readSealKey } from './seal.ts';
import { connectDemoSites } from './site-accounts.ts';

export interface OpenPlacingOptions {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly postgres: Postgres;
  readonly config: Pick<
    Config,
    'placementSites' | 'siteSealKey' | 'demoAccounts' | 'demoSiteTokens'
  >;
  /** Epoch ms. */
  readonly now: () => number;
}

/** @throws for a key that is none; StoreAway */
export async function openPlacing(
  options: OpenPlacingOptions,
): Promise<Placing & { close(): Promise<void> }> {
  const { log, codecs, postgres, config, now } = options;
  const { siteSealKey, placementSites: sites, demoAccounts, demoSiteTokens } = config;
  const sealKey = siteSealKey === undefined ? undefined : readSealKey(siteSealKey);
  if (demoAccounts && sealKey) await connectDemoSites(postgres, demoSiteTokens, sealKey, now());
  const orders = codecs.of(topics.placementsCommands);
  const limits = codecs.of(topics.limitsCommands);
  const writer = new RecordWriter(log);
  return {
    sites,
    sealKey,
    write: ({ topic, key, record }) => {
      const value = 'lotId' in record ? orders.encode(record) : limits.encode(record);
      return writer.write({ topic: topic.name, key, value });
    },
    close: () => writer.close(),
  };
}
