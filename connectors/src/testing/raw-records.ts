/** What a connector has published, read back from a log. */
import type { RawListing, SiteStatus } from '@auction/avro/records';
import { rawTopic, topics } from '@auction/avro/topics';
import type { Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';

export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly value: RawListing;
}

/** All raw records of a site, partition by partition. @throws when one cannot be decoded */
export async function rawRecords(log: Log, codecs: Codecs, site: string): Promise<ReadRecord[]> {
  const topic = rawTopic(site);
  const found: ReadRecord[] = [];
  for (let partition = 0; partition < topic.partitions; partition++) {
    await log.readToEnd(topic.name, partition, undefined, async ({ records }) => {
      await codecs.learnFrom(topic.name, records);
      for (const { key, value } of records) {
        const decoded = codecs.of(topic).decode(value);
        if (!decoded.ok) throw new Error(decoded.detail);
        found.push({ partition, key, value: decoded.value });
      }
    });
  }
  return found;
}

export async function siteStatuses(log: Log, codecs: Codecs): Promise<SiteStatus[]> {
  const found: SiteStatus[] = [];
  await log.readToEnd(topics.sites.name, 0, undefined, async ({ records }) => {
    await codecs.learnFrom(topics.sites.name, records);
    for (const { value } of records) {
      const decoded = codecs.of(topics.sites).decode(value);
      if (!decoded.ok) throw new Error(decoded.detail);
      found.push(decoded.value);
    }
  });
  return found;
}
