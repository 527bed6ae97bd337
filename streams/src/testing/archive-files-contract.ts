/** What every store of archive files must do, run on a folder and on a real bucket. */
import { createHash } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import type { ArchiveFiles } from '../archive/archive-files.ts';

const name = 'lots/2026-08/part-0001.parquet';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @param open another process's view of the same empty store */
export function archiveFilesContract(open: () => ArchiveFiles): void {
  async function keep(files: ArchiveFiles, text: string): Promise<void> {
    const draft = await files.draft(name);
    await writeFile(draft, text);
    await files.keep(draft, name);
  }
  async function textIn(files: ArchiveFiles): Promise<string> {
    const file = await files.open(name);
    const text = await readFile(file.path, 'utf8');
    await file.close();
    return text;
  }
  afterEach(async () => {
    await open().remove(name);
  });

  test('a draft is nothing to others until it is kept; then it is gone', async () => {
    const files = open();
    const draft = await files.draft(name);
    await writeFile(draft, 'half');
    await expect(open().digest(name)).rejects.toThrow();
    await expect(open().open(name)).rejects.toThrow();
    await files.keep(draft, name);
    expect(await textIn(open())).toBe('half');
    await expect(access(draft)).rejects.toThrow();
    await files.close();
  });

  test.each(['', 'x', 'ä'.repeat(300_000)])(
    'the digest is that of the bytes kept',
    async (text) => {
      const files = open();
      await keep(files, text);
      const bytes = Buffer.byteLength(text);
      expect(await open().digest(name)).toEqual({ sha256: sha256(text), bytes });
      await files.close();
    },
  );

  test('what is kept again takes the place of the older', async () => {
    const files = open();
    await keep(files, 'one');
    await keep(files, 'two');
    expect(await textIn(files)).toBe('two');
    await files.keepText(name, '{"three":3}');
    expect(await textIn(files)).toBe('{"three":3}');
    await files.close();
  });

  test('removing twice is no error, and leaves nothing', async () => {
    const files = open();
    await keep(files, 'one');
    await files.remove(name);
    await files.remove(name);
    await expect(files.digest(name)).rejects.toThrow();
    await files.close();
  });

  test('says where a file is', () => {
    expect(open().where(name)).toContain(name);
  });
}
