/**
 * Codecs with the schema registry's ids. The registry is asked at start and when a writer's schema
 * id is met for the first time, never on the hot path.
 */
import { setTimeout as delay } from 'node:timers/promises';
import confluent from '@kafkajs/confluent-schema-registry';
import { Codec, schemaIdOf } from '@auction/avro/codec';
import { avroSchema, schemaNames } from '@auction/avro/schemas';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { LogRecord } from './log.ts';

export interface Codecs {
  /** The topic's codec. @throws when the topic was not among those opened */
  of<N extends SchemaName>(topic: Topic<N>): Codec<N>;
  /**
   * Learns the schemas of writers met for the first time, before records are decoded. Ids nobody
   * registered stay unknown: decoding refuses them as UNKNOWN_SCHEMA.
   * @param topic name
   * @throws RegistryDown when the registry does not answer: wait and try the same records again
   */
  learnFrom(topic: string, records: readonly LogRecord[]): Promise<void>;
}

/** The registry does not answer; nothing is wrong with the records. */
export class RegistryDown extends Error {
  override readonly name = 'RegistryDown';
  readonly retriable = true;
}

/** What is asked of a registry; `openCodecs` gives the real one. */
export interface SchemaSource {
  /** @returns undefined when no such id exists @throws RegistryDown */
  schemaOf(id: number): Promise<unknown>;
}

type AnyCodec = { [N in SchemaName]: Codec<N> }[SchemaName];

/** How long an id that nobody registered is not asked for again. */
const unknownForMs = 30_000;
const answerWithinMs = 10_000;
const retryEveryMs = 500;
const startWithinMs = 60_000;

export class CachedCodecs implements Codecs {
  readonly #codecs: ReadonlyMap<string, AnyCodec>;
  readonly #source: SchemaSource;
  readonly #now: () => number;
  /** Until when an id is taken as unknown, epoch ms, by topic and id. */
  readonly #unknown = new Map<string, number>();

  constructor(codecs: ReadonlyMap<string, AnyCodec>, source: SchemaSource, now = Date.now) {
    this.#codecs = codecs;
    this.#source = source;
    this.#now = now;
  }

  of<N extends SchemaName>(topic: Topic<N>): Codec<N> {
    const codec = this.#codecs.get(topic.name);
    if (codec?.name !== topic.schema) throw new Error(`no codec was opened for ${topic.name}`);
    return codec as unknown as Codec<N>; // the name says which N it is
  }

  async learnFrom(topic: string, records: readonly LogRecord[]): Promise<void> {
    const codec = this.#codecs.get(topic);
    if (!codec) return;
    for (const { value } of records) {
      const id = value === null ? undefined : schemaIdOf(value);
      if (id !== undefined && !codec.knows(id)) await this.#learn(topic, codec, id);
    }
  }

  async #learn(topic: string, codec: AnyCodec, id: number): Promise<void> {
    const key = `${topic} ${id}`;
    if ((this.#unknown.get(key) ?? 0) > this.#now()) return;
    const schema = await this.#source.schemaOf(id);
    try {
      if (schema === undefined) throw new Error('nobody registered this id');
      codec.learn(id, schema);
    } catch {
      // Unregistered, or not readable with our schema: its records are refused one by one.
      this.#unknown.set(key, this.#now() + unknownForMs);
    }
  }
}

const newCodec = (name: SchemaName, id: number): AnyCodec =>
  new Codec(name, id) as unknown as AnyCodec; // the union's member for this N

/**
 * Codecs with fixed ids and no registry, for tests. Two of them read each other's records.
 * @param topics those whose codecs are wanted
 */
export function localCodecs(topics: readonly Topic[]): Codecs {
  const codecs = new Map<string, AnyCodec>();
  for (const { name, schema } of topics) {
    if (schema !== null) codecs.set(name, newCodec(schema, 1 + schemaNames.indexOf(schema)));
  }
  return new CachedCodecs(codecs, { schemaOf: async () => undefined });
}

const subjectOf = (topic: Topic, prefix: string): string => `${prefix}${topic.name}-value`;

const avro = (name: SchemaName) => ({
  type: confluent.SchemaType.AVRO as const,
  schema: JSON.stringify(avroSchema(name)),
});

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

/** Runs a request with a deadline. @throws RegistryDown for anything but an answer of the registry */
async function asked<T>(request: Promise<T>): Promise<T> {
  const late = new AbortController();
  const deadline = delay(answerWithinMs, undefined, { signal: late.signal }).then(
    () => Promise.reject(new RegistryDown(`no answer within ${answerWithinMs} ms`)),
    () => new Promise<never>(() => undefined), // cleared: the request has ended
  );
  try {
    return await Promise.race([request, deadline]);
  } catch (error) {
    const status = statusOf(error);
    if (error instanceof RegistryDown) throw error;
    if (typeof status === 'number' && status >= 400 && status < 500) throw error;
    if (error instanceof Error && error.name === 'ConfluentSchemaRegistryError') throw error;
    throw new RegistryDown('the schema registry does not answer', { cause: error });
  } finally {
    late.abort();
  }
}

/** The client hands out types of its own copy of avsc; taken over as schemas, defaults included. */
function exportedSchema(type: object): unknown {
  return (type as { schema(options: { exportAttrs: true }): unknown }).schema({
    exportAttrs: true,
  });
}

function schemaSource(client: InstanceType<typeof confluent.SchemaRegistry>): SchemaSource {
  return {
    async schemaOf(id) {
      try {
        const schema = await asked(client.getSchema(id));
        return exportedSchema(schema);
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
  };
}

const clientFor = (url: string) =>
  new confluent.SchemaRegistry({ host: url, retry: { retries: 2, initialRetryTimeInSecs: 0.1 } });

/**
 * Looks up the ids of our schemas, once.
 * @param url base of a Confluent-compatible registry
 * @param options.prefix of subjects, as the log's topic prefix
 * @throws when a schema is not registered (prepare has not run), or the registry stays silent
 */
export async function openCodecs(
  url: string,
  topics: readonly Topic[],
  options: { readonly prefix: string },
): Promise<Codecs> {
  const client = clientFor(url);
  const codecs = new Map<string, AnyCodec>();
  for (const topic of topics) {
    if (topic.schema === null) continue;
    const subject = subjectOf(topic, options.prefix);
    const schema = avro(topic.schema);
    const id = await patiently(() => asked(client.getRegistryIdBySchema(subject, schema)));
    codecs.set(topic.name, newCodec(topic.schema, id));
  }
  return new CachedCodecs(codecs, schemaSource(client));
}

async function patiently<T>(request: () => Promise<T>): Promise<T> {
  const deadlineAt = Date.now() + startWithinMs;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RegistryDown) || Date.now() > deadlineAt) throw error;
      await delay(retryEveryMs);
    }
  }
}

/**
 * Registers a topic's schema under `<topic>-value` with its compatibility level.
 * @returns the schema's id
 * @throws when the registry refuses the schema as incompatible, or does not answer
 */
export async function registerSchema(
  url: string,
  topic: Topic<SchemaName>,
  options: { readonly prefix: string },
): Promise<number> {
  const subject = subjectOf(topic, options.prefix);
  const compatibility = confluent.COMPATIBILITY[topic.compatibility];
  const { id } = await patiently(() =>
    asked(clientFor(url).register(avro(topic.schema), { subject, compatibility })),
  );
  return id;
}
