import { bidVectors } from '../../testing/auction/bid-vectors.ts';
import { vectorFaults } from '../../testing/auction/play-vector.ts';

it.each(bidVectors)('$name', (vector) => {
  expect(vectorFaults(vector)).toEqual([]);
});
