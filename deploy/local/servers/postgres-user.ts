/** The operating-system user Postgres runs as: this one, or under root another, for it refuses root. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../problem.ts';
import { hasSetpriv } from '../run-as.ts';
import type { RunAs } from '../unit.ts';

const userName = 'postgres';

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** Ids of a user by /etc/passwd. @param passwd text of that file */
export function idsIn(passwd: string, user: string): Ids | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === user);
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

function idsOfUser(): Ids {
  const known = idsIn(readFileSync('/etc/passwd', 'utf8'), userName);
  if (known) return known;
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', userName]);
  const made = idsIn(readFileSync('/etc/passwd', 'utf8'), userName);
  if (!made) throw new Problem(`Postgres refuses root, and the user "${userName}" cannot be made.`);
  return made;
}

const enterBit = { owner: 0o100, group: 0o010, others: 0o001 } as const;

function mayEnter(folder: string, ids: Ids): boolean {
  const { uid, gid, mode } = statSync(folder);
  const who = uid === ids.uid ? 'owner' : gid === ids.gid ? 'group' : 'others';
  return (mode & enterBit[who]) !== 0;
}

/** The folder and everything above it. */
function foldersTo(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...foldersTo(parent), folder];
}

/**
 * @param folders what Postgres must reach: its binaries and its data
 * @returns undefined when this user may run Postgres itself
 * @throws Problem naming the folder that is closed, where it cannot be handed the right to pass
 */
export function postgresRunAs(folders: readonly string[]): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ids = idsOfUser();
  const closed = folders.flatMap(foldersTo).find((folder) => !mayEnter(folder, ids));
  if (closed !== undefined && !hasSetpriv()) {
    throw new Problem(
      `Postgres runs as the user "${userName}", which may not enter ${closed}: ` +
        `chmod o+x "${closed}", or choose another folder by --data-dir.`,
    );
  }
  return { ...ids, mayPassFolders: closed !== undefined };
}
