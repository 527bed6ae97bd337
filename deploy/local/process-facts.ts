/** What the operating system says of a process: is it alive, when did it start, what does it hold. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  /** Opaque; equal only for the same process of the same boot. */
  readonly startedAt: string;
  /** Arguments joined with single spaces. */
  readonly commandLine: string;
  /** AUCTION_DATA_DIR of its environment, where that may be read. */
  readonly dataDir: string | undefined;
}

const onLinux = process.platform === 'linux';

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // the process ended, or it belongs to somebody else
  }
};

const answerOf = (command: string, args: string[]): string | undefined => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined; // no such process, or no such command
  }
};

/** Fields of /proc/<pid>/stat behind the command name, which may hold spaces and parentheses. */
const statFields = (pid: number): string[] | undefined =>
  textOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');

const variableIn = (environ: string | undefined, name: string): string | undefined =>
  environ
    ?.split('\0')
    .find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);

function linuxFacts(pid: number): ProcessFacts | undefined {
  const fields = statFields(pid);
  const ticks = fields?.[19];
  const boot = textOf('/proc/sys/kernel/random/boot_id')?.trim();
  // A zombie has ended and only waits to be collected by its parent.
  if (ticks === undefined || boot === undefined || fields?.[0] === 'Z') return undefined;
  return {
    pid,
    startedAt: `${boot}/${ticks}`,
    commandLine: (textOf(`/proc/${pid}/cmdline`) ?? '').replace(/\0$/, '').replaceAll('\0', ' '),
    dataDir: variableIn(textOf(`/proc/${pid}/environ`), 'AUCTION_DATA_DIR'),
  };
}

function otherFacts(pid: number): ProcessFacts | undefined {
  const startedAt = answerOf('ps', ['-o', 'lstart=', '-p', String(pid)])?.trim();
  if (!startedAt) return undefined;
  return {
    pid,
    startedAt,
    commandLine: answerOf('ps', ['-ww', '-o', 'command=', '-p', String(pid)])?.trim() ?? '',
    dataDir: undefined,
  };
}

/** @returns undefined when no such process runs */
export const factsOf = (pid: number): ProcessFacts | undefined =>
  onLinux ? linuxFacts(pid) : otherFacts(pid);

/** The parent's pid; undefined when no such process runs, or (outside Linux) without looking. */
export function parentOf(pid: number): number | undefined {
  const parent = onLinux ? statFields(pid)?.[1] : undefined;
  return parent === undefined ? undefined : Number(parent);
}

const childrenOf = (pid: number): number[] =>
  (textOf(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number);

const statusKilobytes = (pid: number, field: string): number =>
  Number(
    new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(textOf(`/proc/${pid}/status`) ?? '')?.[1] ?? 0,
  );

/**
 * Resident memory in bytes; for a server that forks (Postgres) its children's own pages are added,
 * shared ones are counted once.
 */
export function memoryOf(pid: number): number {
  if (!onLinux) {
    return Number(answerOf('ps', ['-o', 'rss=', '-p', String(pid)])?.trim() ?? 0) * 1024;
  }
  const children = childrenOf(pid).map((child) => statusKilobytes(child, 'RssAnon'));
  return (statusKilobytes(pid, 'VmRSS') + children.reduce((sum, own) => sum + own, 0)) * 1024;
}

function listeningInode(port: number): string | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (textOf(table) ?? '').split('\n')) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hexPort}`) && fields[3] === '0A') return fields[9];
    }
  }
  return undefined;
}

function holds(pid: number, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
      } catch {
        return false; // closed between the two calls
      }
    });
  } catch {
    return false; // another user's process
  }
}

/** Who listens on a port, as far as this user may see; undefined when it cannot be told. */
export function listenerOn(port: number): ProcessFacts | undefined {
  if (!onLinux) {
    const pid = answerOf('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'])?.split('\n')[0];
    return pid ? factsOf(Number(pid)) : undefined;
  }
  const inode = listeningInode(port);
  if (inode === undefined) return undefined;
  const pids = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  const owner = pids.find((pid) => holds(pid, inode));
  return owner === undefined ? undefined : factsOf(owner);
}
