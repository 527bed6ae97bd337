/** The usual terms as the gateway sends them are the ones the rules call usual. */
import {
  usualGranularityMinor,
  usualIncrementTable,
  usualPolicy as sentPolicy,
} from '@auction/avro/usual-terms';
import { someTerms } from '../../testing/auction/an-own-lot.ts';
import { termsFaults, usualPolicy } from './terms.ts';

test('the policy', () => {
  expect(sentPolicy).toEqual(usualPolicy);
});

test.each(['EUR', 'USD', 'GBP'])('increments in %s', (currency) => {
  const terms = someTerms({
    currency,
    incTable: usualIncrementTable(currency),
    granularityMinor: usualGranularityMinor,
  });
  expect(termsFaults(terms)).toEqual([]);
});
