/**
 * `npm run approve -- SITE [SENDER]`: a held file, in which 30 % or more of a site's lots are missing at once,
 * is right after all. The next poll that agrees with it closes them. Of a site with several senders (`dealer`)
 * one can be named, else all are believed. Exit code 1: nothing is held, or something stays so.
 */
import { z } from 'zod';
import { importConfig } from './config.ts';
import { tokenHeader } from './internal-token.ts';

const approvedShape = z.object({ name: z.string().nullable(), count: z.number() });
const answerShape = z.object({
  approved: z.array(approvedShape).default([]),
  faults: z.array(z.string()).default([]),
  error: z.string().optional(),
});
/** A word waits until the files of a poll are sorted. */
const patienceMs = 120_000;

async function main([site, sender, ...rest]: readonly string[]): Promise<number> {
  if (site === undefined || rest.length > 0) {
    console.error('npm run approve -- SITE [SENDER]');
    return 1;
  }
  const { CONNECTOR_URL, CONNECTOR_URLS, INTERNAL_TOKEN } = importConfig();
  const url = new URL('/held/approve', CONNECTOR_URLS.get(site) ?? CONNECTOR_URL);
  url.searchParams.set('site', site);
  if (sender !== undefined) url.searchParams.set('sender', sender);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { [tokenHeader]: INTERNAL_TOKEN },
    signal: AbortSignal.timeout(patienceMs),
  });
  const { approved, faults, error } = answerShape.parse(await answer.json());
  if (!answer.ok) {
    console.error(error ?? `the connector answers ${answer.status}`);
    return 1;
  }
  for (const { name, count } of approved) {
    console.log(
      name === null
        ? `Approved: the next file of ${site} that has these ${count} lots is believed.`
        : `Approved: ${name} with its ${count} lots is published at the next poll.`,
    );
  }
  for (const fault of faults) console.error(`Still held: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
