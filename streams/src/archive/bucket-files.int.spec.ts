/** The archive in a bucket keeps the contract of its files, on a real S3 server. */
import { archiveFilesContract } from '../testing/archive-files-contract.ts';
import { findS3Server, startS3Server } from '../testing/s3-server.ts';
import type { S3Server } from '../testing/s3-server.ts';
import { bucketFiles } from './bucket-files.ts';
import { aLot } from '../testing/a-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import { lotsInFile } from './archive-part.ts';
import { writeMonthFile } from './month-file.ts';
import { partPlaces } from './part-places.ts';

const command = findS3Server();
(command === undefined ? describe.skip : describe)('a bucket', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server(command ?? '');
  }, 90_000);
  afterAll(() => server.close());
  const open = () => bucketFiles(server.bucket);
  archiveFilesContract(open);

  test('a month file is read back from it', async () => {
    const part = { month: '2026-07', part: 1 };
    const { name } = partPlaces(part);
    const files = open();
    const draft = await files.draft(name);
    const lots: ArchivedLot[] = [
      { lot_id: aLot().lotId, version: 3, site: 'copart', summary: '{}' },
    ];
    await writeMonthFile(draft, stream(lots));
    await files.keep(draft, name);
    const read: ArchivedLot[] = [];
    for await (const lot of lotsInFile(part, files)) read.push(lot);
    expect(read).toMatchObject(lots);
    await files.close();
  });

  test('a wrong secret is refused, and the answer says so', async () => {
    const files = bucketFiles({ ...server.bucket, secret: 'another' });
    await expect(files.digest('lots/x')).rejects.toThrow(/403 .*SignatureDoesNotMatch/s);
    await expect(files.digest('lots/x')).rejects.not.toThrow(/another/);
  });
});

async function* stream(lots: readonly ArchivedLot[]): AsyncGenerator<ArchivedLot> {
  for (const lot of lots) yield await Promise.resolve(lot);
}
