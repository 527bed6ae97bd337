/** Position records inside the state topics: `{ position, entry: null }` in each state's schema. */
import type { Codec } from '@auction/avro/codec';
import type { PositionRecord, Processor } from '../runtime/processor.ts';

type StateName = 'ListingState' | 'VehicleState' | 'LotBook' | 'LimitState' | 'PlacementState';
type Positions = Pick<Processor, 'encodePosition' | 'decodePosition'>;

export function positionsIn(codec: Codec<StateName>): Positions {
  return {
    encodePosition: (position) => codec.encode({ position, entry: null, own: null, stub: null }),
    decodePosition: (value): PositionRecord | undefined => {
      const decoded = codec.decode(value);
      if (!decoded.ok) throw new Error(`a position cannot be read: ${decoded.reason}`);
      return decoded.value.position ?? undefined;
    },
  };
}
