import { topics } from '@auction/avro/topics';
import { publish } from './builders.ts';
import type { SnapshotGiven } from './builders.ts';
import { PipelineDriver } from './pipeline-driver.ts';

/** What snapshots made of listings, one sorted line per version: id, version, presence, changed fields. */
export function versionLines(...snapshots: readonly SnapshotGiven[]): string[] {
  const driver = new PipelineDriver();
  publish(driver, ...snapshots);
  return driver
    .values(topics.listings)
    .map(({ siteListingId, version, presence, changes }) =>
      [siteListingId, version, presence, ...changes].join(' '),
    )
    .sort();
}
