import { topics } from '@auction/avro/topics';
import { CollectedOutput } from './collected-output.ts';
import type { Headers, LogRecord } from './log.ts';
import { createLogger } from './logger.ts';
import { requestHeaders, TouchedRequests, traceHeaders } from './trace.ts';

const trace = { requestId: 'r-1', traceId: 'a'.repeat(32) };
const headers = traceHeaders(trace, 'b'.repeat(16));
const record = (key: string, of: Headers): LogRecord => ({
  ...{ topic: 'lots.commands', partition: 0, offset: 1, timestamp: 0 },
  ...{ key, value: Buffer.of(), headers: of },
});

test('what follows from a record carries its request on; what follows from none carries nothing', () => {
  const output = new CollectedOutput('p', { transactional: [topics.lots], plain: [] });
  output.send(topics.lots, 'before', null);
  output.follow(record('a', { ...headers, other: 'x' }));
  output.send(topics.lots, 'a', null, { own: 'y' });
  output.follow(record('b', {}));
  output.send(topics.lots, 'b', null);
  expect(output.transactional.map(({ headers: of }) => of)).toEqual([
    undefined,
    { ...headers, own: 'y' },
    undefined,
  ]);
});

test('one line names the requests of a batch and the keys they touched', () => {
  const lines: string[] = [];
  const logger = createLogger({
    ...{ service: 's', version: '1', level: 'info' },
    write: (line) => void lines.push(line),
  });
  const touched = new TouchedRequests();
  touched.tell(logger, 'nothing', 'lotId');
  for (const each of [record('a', headers), record('b', headers), record('c', {})])
    touched.note(each);
  touched.note(record('d', requestHeaders('copart-poll-7')));
  touched.tell(logger, 'records kept', 'lotId');
  touched.tell(logger, 'nothing more', 'lotId');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({
      msg: 'records kept',
      requestIds: ['r-1', 'copart-poll-7'],
      traceIds: [trace.traceId],
      lotIds: ['a', 'b', 'd'],
    }),
  ]);
});
