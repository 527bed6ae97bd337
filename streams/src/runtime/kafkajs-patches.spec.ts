import { aRequestQueue, errorTypeOf } from '../testing/stock-kafkajs.ts';
import { patchKafkajs } from './kafkajs-patches.ts';

function timersAfterCheck(): number {
  const queue = aRequestQueue();
  queue.checkPendingRequests();
  const count = queue.throttleCheckTimeoutId === null ? 0 : 1;
  queue.destroy();
  return count;
}

// Stock behaviour first: the patches stay once they are applied.
const stock = { timers: timersAfterCheck(), fenced: errorTypeOf(90) };
patchKafkajs();
patchKafkajs();

test('number 4: an idle connection sets no timer; stock sets one again and again', () => {
  expect([stock.timers, timersAfterCheck()]).toEqual([1, 0]);
});

test('number 4: what is pending is still looked after', () => {
  const queue = aRequestQueue();
  queue.throttledUntil = Date.now() + 5;
  const entry = { apiKey: 1, apiName: 'X', apiVersion: 0, correlationId: 1 };
  const sent = new Promise<void>((resolve) => {
    queue.push({
      entry: { ...entry, resolve: () => undefined, reject: () => undefined },
      ...{ expectResponse: true, requestTimeout: null, sendRequest: resolve },
    });
  });
  return sent.finally(() => queue.destroy());
});

test('number 6: a fenced producer has a name; stock does not know the code', () => {
  expect([stock.fenced, errorTypeOf(90)]).toEqual([
    'KAFKAJS_UNKNOWN_ERROR_CODE',
    'PRODUCER_FENCED',
  ]);
});
