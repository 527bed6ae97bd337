/**
 * Assigns units: partition p of every subscribed topic goes to one member, and stays with it as long
 * as that is fair. kafkajs ships only a round robin that knows neither (kafka.md section 1).
 */
import kafkajs from 'kafkajs';
import type { PartitionAssigner } from 'kafkajs';

const { AssignerProtocol } = kafkajs;

/** What a member says of itself when it joins. */
interface Claim {
  readonly memberId: string;
  /** Units it works on now. */
  readonly owned: readonly number[];
  /** Generation in which it got them; of two claims the newer one counts. */
  readonly generation: number;
}

/** Change the name when the rule changes, and offer both during a rollout. */
const assignerName = 'sticky-units-1';

/**
 * Who works on which unit. Pure.
 * @param claims one per member, at least one
 * @param unitCount partitions of the topic with the most partitions
 * @returns units per member; every member has an entry
 */
export function assignedUnits(
  claims: readonly Claim[],
  unitCount: number,
): ReadonlyMap<string, readonly number[]> {
  const most = Math.ceil(unitCount / claims.length);
  const assigned = new Map(
    claims
      .map(({ memberId }) => memberId)
      .sort()
      .map((id): [string, number[]] => [id, []]),
  );
  const free = new Set(Array.from({ length: unitCount }, (_, unit) => unit));
  const newestFirst = claims.toSorted(
    (a, b) => b.generation - a.generation || a.memberId.localeCompare(b.memberId),
  );
  for (const { memberId, owned } of newestFirst) {
    const units = assigned.get(memberId) ?? [];
    for (const unit of owned.toSorted((a, b) => a - b)) {
      if (units.length < most && free.delete(unit)) units.push(unit);
    }
  }
  for (const unit of free) {
    const [leastLoaded] = [...assigned.values()].sort((a, b) => a.length - b.length);
    leastLoaded?.push(unit);
  }
  return assigned;
}

function claimOf(memberId: string, metadata: Buffer): Claim {
  const userData = AssignerProtocol.MemberMetadata.decode(metadata)?.userData;
  try {
    const said: unknown = JSON.parse(userData?.toString('utf8') || '{}');
    const { owned, generation } = said as { owned?: unknown; generation?: unknown };
    return {
      memberId,
      owned: Array.isArray(owned) ? owned.filter((unit) => Number.isInteger(unit)) : [],
      generation: typeof generation === 'number' ? generation : -1,
    };
  } catch {
    return { memberId, owned: [], generation: -1 }; // an assigner of another make: it owns nothing
  }
}

/** @param own what this member works on now, asked at every join */
export function stickyUnits(
  own: () => { owned: readonly number[]; generation: number },
): PartitionAssigner {
  return ({ cluster }) => ({
    name: assignerName,
    version: 1,
    protocol: ({ topics }) => ({
      name: assignerName,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: 1,
        topics,
        userData: Buffer.from(JSON.stringify(own())),
      }),
    }),
    async assign({ members, topics }) {
      const counts = topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length);
      const claims = members.map(({ memberId, memberMetadata }) =>
        claimOf(memberId, memberMetadata),
      );
      return [...assignedUnits(claims, Math.max(...counts))].map(([memberId, units]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: Object.fromEntries(
            topics.map((topic, at) => [topic, units.filter((unit) => unit < (counts[at] ?? 0))]),
          ),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}
