import type { PlacementCommand } from './records.ts';

/** The record of a command from what it says; bodies that are left out are null. */
export const placementCommand = (
  said: Pick<PlacementCommand, 'commandId' | 'orgId' | 'lotId' | 'at' | 'kind'> &
    Partial<PlacementCommand>,
): PlacementCommand => ({
  order: null,
  claim: null,
  answer: null,
  read: null,
  reportedMinor: null,
  result: null,
  priceMinor: null,
  ...said,
});
