import { decodedEntities, htmlText } from './html-text.ts';

test.each([
  ['<h4><span style="x">Overview</span></h4>\n<p>13&nbsp;scales</p>', 'Overview 13 scales'],
  ['1&#8243; &#038; 2&#x2033;', '1″ & 2″'],
  ['a < b', 'a < b'],
  ['&unknown; stays', '&unknown; stays'],
  ['', ''],
])('%s', (html, text) => {
  expect(htmlText(html)).toBe(text);
});

test('an entity is decoded once, and nothing outside Unicode is made', () => {
  expect(decodedEntities('&amp;lt; &#0; &#9999999;')).toBe('&lt;  ');
});
