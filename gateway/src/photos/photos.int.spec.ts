/** Photos on real servers: from an upload to the public lot; what is hostile is refused at once. */
import { connect } from 'node:net';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { LotDetail, Problem } from '../contract.ts';
import type { LotDecision, PhotoDecision, SaleItem } from '../sell-contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';
import { aJpeg, aPng, aWebp, exifOf, pngOfSize, withSegment } from '../testing/some-photos.ts';

/** A refusal must not take longer, whatever was sent. */
const refusedWithinMs = 2_000;

function form(bytes: Buffer, name = 'front.jpg'): FormData {
  const made = new FormData();
  made.append('file', new Blob([new Uint8Array(bytes)]), name);
  return made;
}

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let seller: Asker;
  let other: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends);
    seller = await sale.person('Seller', ['SELLER']);
    other = await sale.person('Other', ['SELLER']);
  }, 120_000);
  afterAll(() => sale.close(), 60_000);

  const draft = async (who = seller) => {
    const now = Date.now();
    const times = { startsAt: now, endsAt: now + 3_600_000 };
    const body = { title: '2019 Golf', start: 500_000, currency: 'EUR', ...times };
    return (await sale.ask<LotDecision>(who, 'POST /api/sell/lots', { body })).body.lotId;
  };
  const upload = (lotId: string, file: FormData, who = seller) =>
    sale.ask<PhotoDecision & Problem>(who, `POST /api/sell/lots/${lotId}/photos`, { body: file });
  const photosOf = async (lotId: string) => {
    const { body } = await sale.ask<{ lots: SaleItem[] }>(seller, 'GET /api/sell/lots');
    return body.lots.find((lot) => lot.lotId === lotId)?.vehicle.photos;
  };

  test('photos are added, ordered, shown to everybody and removed', async () => {
    const lotId = await draft();
    await upload(lotId, form(withSegment(0xe1, exifOf(6))));
    await upload(lotId, form(aPng, 'side.png'));
    const third = await upload(lotId, form(aWebp, 'back.webp'));
    expect([third.status, third.body.photos.length]).toEqual([200, 3]);
    const [front = '', side = '', back = ''] = third.body.photos;
    const again = await upload(lotId, form(aPng, 'side.png'));
    expect(again.body.photos).toEqual([front, back, side]);

    const order = { vehicle: { photos: [side, front, back] } };
    await sale.ask(seller, `PATCH /api/sell/lots/${lotId}`, { body: order });
    expect(await photosOf(lotId)).toEqual([side, front, back]);
    await sale.ask(seller, `POST /api/sell/lots/${lotId}/publish`);
    await eventually(async () => {
      const { body } = await sale.ask<LotDetail>(other, `GET /api/lots/${lotId}`);
      expect([body.photo, body.photos]).toEqual([side, [side, front, back]]);
    });

    const answer = await fetch(sale.url + front);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await answer.arrayBuffer()).includes('GPS')).toBe(false);

    // A lot that takes bids still takes photos.
    const name = side.split('/').pop() ?? '';
    const gone = await sale.ask(seller, `DELETE /api/sell/lots/${lotId}/photos/${name}`);
    expect([gone.status, await photosOf(lotId)]).toEqual([200, [front, back]]);
    expect((await fetch(sale.url + side)).status).toBe(404);
  });

  test('five uploads at once, at two gateways, and none is lost', async () => {
    const lotId = await draft();
    const there = await sale.anotherGateway();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((side) => {
        const body = form(pngOfSize(side, side), `${side}.png`);
        const ask = side % 2 === 0 ? there : sale.ask;
        return ask<PhotoDecision>(seller, `POST /api/sell/lots/${lotId}/photos`, { body });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const photos = (await photosOf(lotId)) ?? [];
    expect(new Set(photos).size).toBe(5);
    for (const { body } of answers) expect(photos).toContain(body.photos.at(-1));
    const gone = photos.slice(0, 3).map((address) => address.split('/').pop() ?? '');
    await Promise.all(
      gone.map((name) => sale.ask(seller, `DELETE /api/sell/lots/${lotId}/photos/${name}`)),
    );
    expect(await photosOf(lotId)).toEqual(photos.slice(3));
  }, 60_000);

  test('a photo two lots show outlives one of them', async () => {
    const [one, two] = [await draft(), await draft()];
    const { body } = await upload(one, form(aPng));
    await upload(two, form(aPng));
    const [address = ''] = body.photos;
    await sale.ask(seller, `DELETE /api/sell/lots/${one}/photos/${address.split('/').pop() ?? ''}`);
    expect((await fetch(sale.url + address)).status).toBe(200);
  });

  test('photos of another organisation are neither added to, shown as own, nor removed', async () => {
    const lotId = await draft();
    const { body } = await upload(lotId, form(aJpeg));
    const [address = ''] = body.photos;
    expect((await upload(lotId, form(aJpeg), other)).status).toBe(404);
    const theirs = await draft(other);
    const name = address.split('/').pop() ?? '';
    const at = `/api/sell/lots/${theirs}`;
    const taken = { vehicle: { photos: [address] } };
    expect((await sale.ask(other, `PATCH ${at}`, { body: taken })).status).toBe(400);
    expect((await sale.ask(other, `DELETE ${at}/photos/${name}`)).status).toBe(404);
    // The same picture of two organisations has two addresses: nobody learns who has it too.
    expect((await upload(theirs, form(aJpeg), other)).body.photos).not.toEqual([address]);
  });

  const big = Buffer.concat([aJpeg.subarray(0, -2), Buffer.alloc(9 * 1024 * 1024, 1)]);
  test.each<[what: string, file: () => FormData, status: number]>([
    ['a page with the name of a photo', () => form(Buffer.from('<html>'), 'x.jpg'), 400],
    ['a PNG bomb', () => form(pngOfSize(60_000, 60_000)), 400],
    ['more than 8 MB', () => form(big), 413],
    ['a name that is a path', () => form(aPng, '../../etc/passwd.png'), 400],
    ['a name with NUL', () => form(aPng, 'a\u0000.png'), 400],
    ['a form without a file', () => new FormData(), 400],
    [
      'two files',
      () => {
        const two = form(aPng);
        two.append('second', new Blob([new Uint8Array(aPng)]), 'b.png');
        return two;
      },
      200, // the first one is taken, nothing else is read
    ],
  ])('%s is answered in time', async (_what, file, status) => {
    const lotId = await draft();
    const began = performance.now();
    expect((await upload(lotId, file())).status).toBe(status);
    expect(performance.now() - began).toBeLessThan(refusedWithinMs);
    expect(await photosOf(lotId)).toHaveLength(status === 200 ? 1 : 0);
  });

  test('a length that is only claimed costs nothing', async () => {
    const lotId = await draft();
    const { hostname, port } = new URL(sale.url);
    const socket = connect(Number(port), hostname);
    const began = performance.now();
    const first = await new Promise<string>((resolve, reject) => {
      socket.on('data', (data: Buffer) => resolve(data.toString()));
      socket.on('error', reject);
      socket.write(
        [
          `POST /api/sell/lots/${lotId}/photos HTTP/1.1`,
          `Host: ${hostname}:${port}`,
          `Origin: ${sale.url}`,
          `Cookie: sid=${seller.cookie}`,
          'Content-Type: multipart/form-data; boundary=b',
          'Content-Length: 99999999999',
          '',
          '--b',
        ].join('\r\n'),
      );
    });
    socket.destroy();
    expect(first).toContain('HTTP/1.1 413');
    expect(performance.now() - began).toBeLessThan(refusedWithinMs);
  });

  test('a lot has at most 24 photos; JSON is no upload', async () => {
    const lotId = await draft();
    const photos = Array.from({ length: 24 }, (_, at) => `https://photos.example/${at}.jpg`);
    await sale.ask(seller, `PATCH /api/sell/lots/${lotId}`, { body: { vehicle: { photos } } });
    expect((await upload(lotId, form(aJpeg))).status).toBe(400);
    const at = `POST /api/sell/lots/${await draft()}/photos`;
    expect((await sale.ask(seller, at, { body: {} })).status).toBe(415);
  });
});
