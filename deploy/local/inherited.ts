/** What a child process inherits of the launcher's own environment. */
import type { Environment } from './config.ts';

/** Variables that hold a secret, by the end of their name. */
const secretName = /_(KEY|SECRET|TOKEN|PASSWORD)$/i;

/**
 * Everything but secrets, so that a site's key reaches that site's connector and nobody else.
 * @param secrets names of the secrets the process may have besides; absent: none
 */
export const inherited = (environment: Environment, secrets?: RegExp): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !secretName.test(name) || secrets?.test(name) === true,
    ),
  );
