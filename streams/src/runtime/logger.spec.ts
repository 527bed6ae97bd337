import { createLogger } from './logger.ts';

const written = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  createLogger({ service: 's', version: '1', level: 'info', write }).info('said', fields);
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
};

test.each([
  [{ password: 'p' }, { password: '[secret]' }],
  [{ body: { liveToken: 't', lot: 1 } }, { body: { liveToken: '[secret]', lot: 1 } }],
  [
    { maxMinor: 5, reserveMinor: 6 },
    { maxMinor: '[secret]', reserveMinor: '[secret]' },
  ],
  [{ priceMinor: 5 }, { priceMinor: 5 }],
  [{ authorization: null }, { authorization: null }],
  [
    { error: 'no way to postgres://auction:geheim@db:5432/auction' },
    { error: 'no way to postgres://[secret]@db:5432/auction' },
  ],
  [{ url: 'https://site.example/lots' }, { url: 'https://site.example/lots' }],
  [{ offset: 5n }, { offset: '5' }],
])('%j is written as %j', (fields, expected) => {
  expect(written(fields)).toMatchObject(expected);
});

test('the copy gets the line that was written, and its time', () => {
  const lines: string[] = [];
  const told: { at: number; level: string; text: string }[] = [];
  const logger = createLogger({
    ...{ service: 's', version: '1', level: 'info' },
    write: (line) => void lines.push(line),
    onLine: (line) => void told.push(line),
  });
  logger.debug('not written');
  logger.with({ unit: 1 }).warn('written');
  expect(told.map(({ text }) => text)).toEqual(lines);
  expect(told[0]?.level).toBe('warn');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ time: new Date(told[0]!.at).toISOString() });
});
