import type { RobotItem } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { aLotDetail, Refused } from '../../../testing/fake-rest.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { aDeed, aRobot, aRobotLot } from '../../../testing/robots.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

async function open(answer: object | number, me = aMe()) {
  app = await TestApp.open('/robots', ({ rest, gateway }) => {
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/robots', answer);
    const items = ['a', 'b'].map((lotId) =>
      aLotDetail({ lotId, kind: 'OWN', title: `Car ${lotId}` }),
    );
    rest.answers.set('GET /api/lots', { items, next: null, total: 2 });
  });
}
const page = () => app.text('am-robots-page');
const one = { robots: [aRobot()], halted: false };

test('what each is told, and where it stands', async () => {
  await open(one);
  await until(() => expect(page()).toContain('2018 Toyota Camry'));
  for (const text of [
    'Bids the next step whenever outbid, up to $15,000',
    'up to $15,000 · price $12,500 · leading',
    'Running',
  ]) {
    expect(page()).toContain(text);
  }
});

test('what it did and why', async () => {
  await open(one);
  const deeds = [aDeed({ number: 2, kind: 'OUTBID', price: 1_300_000 }), aDeed()];
  app.rest.answers.set('GET /api/robots/r/deeds', { deeds });
  await until(() => app.named('What it did').click());
  await until(() => expect(page()).toContain('Outbid at $13,000.'));
  expect(app.all('.deeds li').length).toBe(2);
});

test.each([
  ['Pause', 'PAUSE'],
  ['Stop 2018', 'STOP'],
])('%s: at once, and a sent bid may still land', async (name, wish) => {
  await open(one);
  app.rest.answers.set('PATCH /api/robots/r', aRobot());
  await until(() => expect(page()).toContain('Running'));
  const button = app
    .all('button')
    .find((each) => each.getAttribute('aria-label')?.startsWith(name) === true);
  button?.click();
  await until(() =>
    expect(app.rest.sent[0]).toMatchObject({ to: 'PATCH /api/robots/r', body: { wish } }),
  );
  await until(() => expect(page()).toContain('A bid that was already sent may still land.'));
});

test('stop all, asked once more', async () => {
  await open(one);
  app.rest.answers.set('POST /api/robots/stop-all', { stopped: 1 });
  await until(() => app.named('Stop all').click());
  await until(() => app.one('dialog[open] .primary').click());
  await until(() => expect(app.rest.sent[0]?.to).toBe('POST /api/robots/stop-all'));
});

test('a group of two lots', async () => {
  await open(one);
  app.rest.answers.set('POST /api/robots', aRobot());
  await until(() => expect(app.all('.pick input[type=checkbox]').length).toBe(2));
  app.all('.pick input[type=checkbox]')[0]?.click();
  await until(() => expect(app.all('.pick .field').length).toBe(1));
  app.all('.pick input[type=checkbox]')[1]?.click();
  await until(() => expect(app.all('.pick .field').length).toBe(2));
  for (const field of app.all('.pick .field')) app.fill(field, '9,000');
  app.named('Start the group').click();
  await until(() => expect(page()).toContain('Type the budget, as 30,000.'));
  const budget = app.all('am-group-form am-text-field .field').at(-1);
  if (budget) app.fill(budget, '12,000');
  app.named('Start the group').click();
  await until(() =>
    expect(app.rest.sent[0]?.body).toEqual({
      strategy: 'GROUP',
      currency: 'USD',
      winCount: 1,
      budget: 1_200_000,
      lots: ['a', 'b'].map((lotId) => ({ lotId, cap: 900_000 })),
    }),
  );
});

test('a viewer sees, and orders nothing', async () => {
  await open(one, aMe({ roles: ['VIEWER'] }));
  await until(() => expect(page()).toContain('Running'));
  expect(app.all('am-group-form')).toEqual([]);
  expect(page()).not.toContain('Pause');
});

test.each([
  ['no robot', { robots: [], halted: false }, 'No robot yet'],
  ['all halted', { robots: [], halted: true }, 'The platform has halted all robots.'],
  ['a broken server', 503, 'Your robots did not load detail of 503'],
])('%s', async (_name, answer, expected) => {
  await open(answer);
  await until(() => expect(page()).toContain(expected));
});

describe('on a lot', () => {
  const panel = () => app.text('am-robot-panel');
  async function openLot(
    answer: object | Refused,
    fill: () => void | Promise<void> = () => undefined,
  ) {
    app = await TestApp.open('/lots/a', ({ rest, gateway }) => {
      gateway.userId = aMe().id;
      rest.answers.set('GET /api/me', aMe());
      rest.lots.set('a', aLotDetail({ lotId: 'a', kind: 'OWN' }));
      rest.answers.set('POST /api/robots', answer);
    });
    await until(() => expect(panel()).toContain('Let a robot bid'));
    app.fill(app.one('am-robot-panel .field'), '15,000');
    await fill();
    app.one('am-robot-panel form button').click();
  }

  test('a robot that is on it is changed there', async () => {
    app = await TestApp.open('/lots/a', ({ rest, gateway }) => {
      gateway.userId = aMe().id;
      rest.answers.set('GET /api/me', aMe());
      rest.lots.set('a', aLotDetail({ lotId: 'a', kind: 'OWN' }));
      rest.answers.set('GET /api/robots', one);
      rest.answers.set('PATCH /api/robots/r', aRobot());
    });
    await until(() => expect(panel()).toContain('A robot is on this lot'));
    expect(panel()).toContain('Bids the next step whenever outbid, up to $15,000');
    app.fill(app.one('am-robot-change .field'), '16,000');
    app.one('am-robot-change button[type=submit]').click();
    await until(() => expect(panel()).toContain('it counts for its next bid'));
    const body = { lots: [{ lotId: 'a', cap: 1_600_000 }] };
    expect(app.rest.sent[0]).toMatchObject({ to: 'PATCH /api/robots/r', body });
  });

  test('a maximum ten seconds before the end', async () => {
    await openLot(aRobot());
    await until(() => expect(panel()).toContain('It bids for you, up to $15,000.'));
    expect(app.rest.sent[0]?.body).toEqual({
      strategy: 'SNIPE',
      currency: 'USD',
      lots: [{ lotId: 'a', cap: 1_500_000 }],
      leadMs: 10_000,
    });
  });

  test('step by step, in the last minute, with two steps on top', async () => {
    await openLot(aRobot(), async () => {
      app.all('am-robot-panel input[type=radio]')[1]?.click();
      await until(() => expect(panel()).toContain('Steps on top'));
      const [, begin, steps] = app.all('am-robot-panel .field');
      if (begin) app.fill(begin, '60');
      if (steps) app.fill(steps, '2');
    });
    await until(() =>
      expect(app.rest.sent[0]?.body).toMatchObject({
        strategy: 'STEP',
        leadMs: 60_000,
        stepCount: 2,
      }),
    );
  });

  test('a second robot of the organisation is refused in words', async () => {
    await openLot(new Refused(409, 'CONFLICT', 'a robot is there'));
    await until(() => expect(panel()).toContain('a robot is there'));
  });
});

describe('changing an order', () => {
  const start = async (robot = aRobot()) => {
    await open({ robots: [robot], halted: false });
    app.rest.answers.set('PATCH /api/robots/r', robot);
    await until(() => app.named('Change').click());
    await until(() => expect(app.all('am-robot-change form')).toHaveLength(1));
  };
  const fields = () => app.all('am-robot-change .field');
  const submit = () => app.one('am-robot-change button[type=submit]').click();

  test('only what differs is sent', async () => {
    await start();
    expect(fields().map((field) => (field as HTMLInputElement).value)).toEqual(['15000', '0']);
    app.fill(fields()[0]!, '16,000');
    submit();
    await until(() => expect(page()).toContain('it counts for its next bid'));
    expect(app.rest.sent[0]?.body).toEqual({ lots: [{ lotId: 'a', cap: 1_600_000 }] });
  });

  test.each<[string, Partial<RobotItem>, string[], string]>([
    ['a cap', {}, ['much', '0'], 'Type an amount, as 12,500.'],
    ['steps', {}, ['15000', '21'], 'Type a number up to 20.'],
    ['the lead', { strategy: 'SNIPE', leadMs: 10_000 }, ['15000', '2'], 'Type 3 seconds or more.'],
    [
      'the number of lots',
      { strategy: 'GROUP', winCount: 1, budget: 2_000_000 },
      ['15000', '2', '20000'],
      'Type a number from 1 to 1.',
    ],
  ])('%s that is wrong says what to do', async (_what, given, typed, told) => {
    await start(aRobot(given));
    for (const [at, text] of typed.entries()) app.fill(fields()[at]!, text);
    submit();
    await until(() => expect(page()).toContain(told));
    expect(app.rest.sent).toEqual([]);
  });

  test('the budget and the number of lots of a group', async () => {
    const lots = [aRobotLot(), aRobotLot({ lotId: 'b', title: '2019 GOLF' })];
    await start(aRobot({ strategy: 'GROUP', winCount: 1, budget: 2_000_000, lots }));
    expect(page()).toContain('At most for 2019 Golf, USD');
    app.fill(fields()[2]!, '2');
    app.fill(fields()[3]!, '25,000');
    submit();
    await until(() => expect(app.rest.sent).toHaveLength(1));
    expect(app.rest.sent[0]?.body).toEqual({ winCount: 2, budget: 2_500_000 });
  });

  test('nothing changed sends nothing; Escape leaves it', async () => {
    await start();
    submit();
    await until(() => expect(app.all('am-robot-change')).toEqual([]));
    app.named('Change').click();
    await until(() => expect(fields().length).toBeGreaterThan(0));
    fields()[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await until(() => expect(app.all('am-robot-change')).toEqual([]));
    expect(app.rest.sent).toEqual([]);
  });

  test('somebody stopped it meanwhile', async () => {
    await start();
    const refused = new Refused(409, 'CONFLICT', 'the robot is over: make a new one');
    app.rest.answers.set('PATCH /api/robots/r', refused);
    app.fill(fields()[0]!, '16,000');
    submit();
    await until(() => expect(page()).toContain('the robot is over: make a new one'));
  });
});
