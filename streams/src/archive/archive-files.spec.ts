/** The archive in a folder keeps the contract of its files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveFilesContract } from '../testing/archive-files-contract.ts';
import { folderFiles } from './archive-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'auction-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
archiveFilesContract(() => folderFiles(join(folder, 'archive')));
