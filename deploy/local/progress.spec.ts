import { Progress, seconds } from './progress.ts';

function aProgress(): { progress: Progress; lines: string[]; pass: (ms: number) => void } {
  const lines: string[] = [];
  let nowMs = 0;
  const progress = new Progress(
    (line) => lines.push(line),
    () => nowMs,
  );
  return { progress, lines, pass: (ms) => (nowMs += ms) };
}

test('a step has a line when it begins and one with its time when it has ended', () => {
  const { progress, lines, pass } = aProgress();
  pass(1000);
  const step = progress.step('Kafka', 'on port 19092');
  pass(2340);
  step.done('is ready');
  expect(lines).toEqual(['   1.0 s  … Kafka on port 19092', '   3.3 s  ✔ Kafka is ready (2.3 s)']);
});

test('a step ends once', () => {
  const { progress, lines } = aProgress();
  const step = progress.step('Kafka');
  step.failed();
  step.done();
  expect(lines.slice(1)).toEqual(['   0.0 s  ✘ Kafka (0.0 s)']);
});

test('work that throws ends its step as failed and throws on', async () => {
  const { progress, lines } = aProgress();
  const work = progress.during('build', () => Promise.reject(new Error('no')));
  await expect(work).rejects.toThrow('no');
  expect(lines.at(-1)).toContain('✘ build');
});

test('long steps are mentioned again until they end', async () => {
  const lines: string[] = [];
  const mentioned = Promise.withResolvers<undefined>();
  const write = (line: string): void => {
    lines.push(line);
    if (line.includes('still busy')) mentioned.resolve(undefined);
  };
  const progress = new Progress(write, () => 10_000, 1);
  const step = progress.step('Cassandra');
  const keepsRunning = setInterval(() => undefined, 1000); // the reminder itself holds no process
  await mentioned.promise;
  step.done();
  clearInterval(keepsRunning);
  expect(lines[1]).toBe('   0.0 s    still busy: Cassandra (0 s)');
  expect(lines.at(-1)).toContain('✔ Cassandra');
});

test('seconds have one decimal', () => {
  expect([seconds(0), seconds(999), seconds(61_240)]).toEqual(['0.0 s', '1.0 s', '61.2 s']);
});
