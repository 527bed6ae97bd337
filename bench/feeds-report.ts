/**
 * `npm run feeds:report [-- FOLDER] [--json]`: every feed sample of the folder (AUCTION_SAMPLES, else
 * ../shared/data) through its connector and the pipeline, in memory. Prints what became of every file
 * and, last, how many rejects nothing explains. Exit code 1 when there are any.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { feedSamples } from '@auction/connectors/testing/feed-samples';
import { feedsReport } from '@auction/connectors/testing/feeds-report';
import { feedsReportText } from '@auction/connectors/testing/feeds-report-text';

const { values: asked, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const besideTheProject = resolve(import.meta.dirname, '../../shared/data');
/** npm runs everything in the project's folder, and says where it was called. */
const calledIn = process.env['INIT_CWD'] ?? '.';
const named = positionals[0] === undefined ? undefined : resolve(calledIn, positionals[0]);
const folder = named ?? resolve(process.env['AUCTION_SAMPLES'] ?? besideTheProject);

if (existsSync(folder)) {
  const report = await feedsReport(folder, feedSamples);
  console.log(asked.json ? JSON.stringify(report, null, 2) : feedsReportText(report));
  process.exitCode = report.unexplained === 0 ? 0 : 1;
} else {
  console.log(
    `There is no folder ${folder}: the samples are optional and not part of the project.`,
  );
}
