/** Which variables of the launcher reach a child. */
import { inherited } from './inherited.ts';

const launcher = {
  PATH: '/usr/bin',
  COPART_BASE_URL: 'https://sales.example',
  COPART_AUTH_KEY: 'a',
  EBAY_CLIENT_SECRET: 'b',
  npm_config_auth_token: 'c',
  KEY: 'no ending',
};
const plain = ['PATH', 'COPART_BASE_URL', 'KEY'];

test.each([
  { who: 'a server', secrets: undefined, more: [] },
  { who: 'the connector of a site', secrets: /^COPART_/, more: ['COPART_AUTH_KEY'] },
  { who: 'the connectors of others', secrets: /^(GSA|EBAY)_/, more: ['EBAY_CLIENT_SECRET'] },
])('$who', ({ secrets, more }) => {
  expect(Object.keys(inherited(launcher, secrets)).sort()).toEqual([...plain, ...more].sort());
});
