import { renderProperties } from './properties.ts';
import { cassandraYaml } from './cassandra-config.ts';
import { serverProperties } from './kafka.ts';

test.each([
  { entries: { a: 1, b: true }, text: 'a=1\nb=true\n' },
  { entries: { path: 'C:\\data' }, text: 'path=C:\\\\data\n' },
  { entries: { padded: ' x' }, text: 'padded=\\ x\n' },
  { entries: { lines: 'a\nb' }, text: 'lines=a\\nb\n' },
])('$entries -> $text', ({ entries, text }) => {
  expect(renderProperties(entries)).toBe(text);
});

test('Kafka gets its ports and a folder with a space as they are', () => {
  const lines = serverProperties(19_092, 19_093, '/tmp/my data/kafka').split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'listeners=PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093',
      'controller.quorum.voters=1@127.0.0.1:19093',
      'log.dirs=/tmp/my data/kafka',
    ]),
  );
});

test('Cassandra gets quoted folders and its three ports', () => {
  const yaml = cassandraYaml('/tmp/my data', { native: 1, storage: 2, sslStorage: 3 });
  expect(yaml).toContain('data_file_directories: ["/tmp/my data/data"]');
  expect(yaml).toMatch(/^storage_port: 2\nssl_storage_port: 3\nnative_transport_port: 1$/m);
});
