/** Where a unit resumes, checked against what the group and the log say. */
import type { Log } from './log.ts';
import type { PositionRecord, Processor } from './processor.ts';

/** State and log contradict each other; going on would lose or double records. */
export class InconsistentState extends Error {
  override readonly name = 'InconsistentState';
}

/**
 * @param position the unit's position record, undefined when its state topic has none
 * @returns next offset by input topic
 * @throws InconsistentState when records were lost on either side, or the state is of another layout
 */
export async function checkedPosition(
  log: Log,
  processor: Processor,
  partition: number,
  position: PositionRecord | undefined,
): Promise<Record<string, number>> {
  const { stateVersion } = processor;
  if (position && position.stateVersion !== stateVersion) {
    const found = `state of version ${position.stateVersion}`;
    throw new InconsistentState(`${found}, this program knows ${stateVersion}`);
  }
  const next: Record<string, number> = {};
  for (const { name } of processor.inputs) {
    const beginning = (await log.beginnings(name))[partition] ?? 0;
    const committed = (await log.committed(processor.name, name))[partition];
    const kept = position?.next[name];
    const place = `${name}/${partition}`;
    if (committed !== undefined && committed > (kept ?? beginning)) {
      const said = `the group has committed ${committed}, the state says ${kept ?? 'nothing'}`;
      throw new InconsistentState(`${place}: ${said}`);
    }
    if (kept !== undefined && kept < beginning) {
      const gone = `records ${kept} to ${beginning} are gone before they were read`;
      throw new InconsistentState(`${place}: ${gone}`);
    }
    next[name] = kept ?? beginning;
  }
  return next;
}
