/** CPU time and peak memory of a process, from /proc (Linux). */
import { readFileSync } from 'node:fs';

export interface Usage {
  /** User and system time since its start, s. */
  readonly cpuSeconds: number;
  /** Largest resident set since its start, MB; 0 where the system does not tell. */
  readonly peakMb: number;
}

/** Clock ticks a second, the same on every Linux this runs on. */
const ticksPerSecond = 100;

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(stat[11] ?? 0) + Number(stat[12] ?? 0);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  return { cpuSeconds: ticks / ticksPerSecond, peakMb: Math.round(peakKb / 1024) };
}
