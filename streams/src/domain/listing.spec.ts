import { avroSchema } from '@auction/avro/schemas';
import type { Listing } from '@auction/avro/records';
import { changedFields, contentFields } from './listing.ts';
import type { ListingContent } from './listing.ts';

/** Fields of a Listing that tell which listing and version it is, not what it says. */
const envelope = [
  ...['lotId', 'site', 'siteListingId', 'version', 'changes', 'presence', 'goneEvidence'],
  ...['observedAt', 'publishedAt', 'delivery', 'snapshotId', 'sequence', 'pastMonth'],
];

it('content and envelope are all fields of the schema, in its order', () => {
  const fields = (avroSchema('Listing')['fields'] as { name: string }[]).map(({ name }) => name);
  expect(fields.filter((field) => !envelope.includes(field))).toEqual(contentFields);
});

it('the contract takes what the domain makes', () => {
  const asContract = (content: ListingContent): Partial<Listing> => content;
  expect(asContract).toBeDefined();
});

it('names changed fields; equal lists are no change', () => {
  const before = { year: 2019, damage: ['A', 'B'], images: ['x'] };
  const after = { year: 2020, damage: ['A', 'B'], images: ['x', 'y'] };
  expect(changedFields(before as never, after as never)).toEqual(['year', 'images']);
});
