/** Topics as the table wants them. */
import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';
import { topicConfig } from '@auction/avro/topic-config';
import type { Topic } from '@auction/avro/topics';

/** The broker's own default: 1 on a laptop, 3 in production. */
const brokersDefault = -1;
const createWithinMs = 30_000;

/**
 * Creates missing topics and corrects settings that differ from the table.
 * @throws when a topic has another partition count: keys would change partitions
 */
export async function createKafkaTopics(
  admin: Admin,
  prefix: string,
  topics: readonly Topic[],
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const [old, missing] = [true, false].map((exists) =>
    topics.filter(({ name }) => existing.has(prefix + name) === exists),
  );
  if (missing && missing.length > 0) await create(admin, prefix, missing);
  if (old && old.length > 0) {
    await checkPartitions(admin, prefix, old);
    await correctSettings(admin, prefix, old);
  }
}

async function create(admin: Admin, prefix: string, topics: readonly Topic[]): Promise<void> {
  await admin.createTopics({
    timeout: createWithinMs,
    waitForLeaders: true,
    topics: topics.map((topic) => ({
      topic: prefix + topic.name,
      numPartitions: topic.partitions,
      replicationFactor: brokersDefault,
      configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value })),
    })),
  });
}

async function checkPartitions(
  admin: Admin,
  prefix: string,
  topics: readonly Topic[],
): Promise<void> {
  const names = topics.map(({ name }) => prefix + name);
  const { topics: found } = await admin.fetchTopicMetadata({ topics: names });
  const counts = new Map(found.map(({ name, partitions }) => [name, partitions.length]));
  const wrong = topics.filter(({ name, partitions }) => counts.get(prefix + name) !== partitions);
  if (wrong.length === 0) return;
  const faults = wrong.map(
    ({ name, partitions }) =>
      `${name} has ${counts.get(prefix + name) ?? 0} partitions, the table says ${partitions}`,
  );
  throw new Error(`${faults.join('; ')}: a count is never changed, make a new topic`);
}

/** Sets only what differs; settings the table does not name are kept. */
async function correctSettings(
  admin: Admin,
  prefix: string,
  topics: readonly Topic[],
): Promise<void> {
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({ type, name: prefix + name })),
  });
  const settings = new Map(resources.map((each) => [each.resourceName, each.configEntries]));
  const changes = topics.flatMap((topic) => {
    const wanted = topicConfig(topic);
    const now = settings.get(prefix + topic.name) ?? [];
    const value = new Map(now.map((entry) => [entry.configName, entry.configValue]));
    if (Object.entries(wanted).every(([name, text]) => value.get(name) === text)) return [];
    // This request replaces all of a topic's own settings, so the others are repeated.
    const own = now.filter(({ isDefault, readOnly }) => !isDefault && !readOnly);
    const kept = Object.fromEntries(own.map((entry) => [entry.configName, entry.configValue]));
    const entries = Object.entries({ ...kept, ...wanted });
    const configEntries = entries.map(([name, text]) => ({ name, value: text }));
    return [{ type, name: prefix + topic.name, configEntries }];
  });
  if (changes.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changes });
}
