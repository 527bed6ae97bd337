/** How many lines there were, over time: sums of the minutes' counts, no line is read. Pure. */
import type { MinuteDocument } from '@auction/streams/logging/log-documents';
import type { LogHistogram } from '../logs-contract.ts';

const minuteMs = 60_000;
const barsMax = 90;
const stepsMin = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440];

/** @param from epoch ms @param to epoch ms, left out @param service undefined: all of them */
export function histogramOf(
  minutes: readonly MinuteDocument[],
  from: number,
  to: number,
  service: string | undefined,
): LogHistogram {
  const rangeMin = (to - from) / minuteMs;
  const stepMs = (stepsMin.find((step) => rangeMin / step <= barsMax) ?? 1_440) * minuteMs;
  const first = Math.floor(from / stepMs) * stepMs;
  const length = Math.max(1, Math.ceil((to - first) / stepMs));
  const bars = Array.from({ length }, (_, n) => ({
    at: first + n * stepMs,
    ...{ debug: 0, info: 0, warn: 0, error: 0 },
  }));
  const services = new Map<string, number>();
  for (const { _id, writers } of minutes) {
    const bar = bars[Math.floor((_id * minuteMs - first) / stepMs)];
    for (const writer of Object.values(writers)) {
      const { debug = 0, info = 0, warn = 0, error = 0 } = writer.counts;
      const lines = debug + info + warn + error;
      services.set(writer.service, (services.get(writer.service) ?? 0) + lines);
      if (!bar || (service !== undefined && writer.service !== service)) continue;
      bar.debug += debug;
      bar.info += info;
      bar.warn += warn;
      bar.error += error;
    }
  }
  const oldest = bars.find((bar) => bar.debug + bar.info + bar.warn + bar.error > 0);
  return {
    ...{ stepMs, bars, oldestAt: oldest?.at ?? null },
    services: [...services].sort().map(([name, lines]) => ({ service: name, lines })),
  };
}
