/**
 * Entry of every npm script. Plain JavaScript that old Nodes can read: the program itself is TypeScript
 * for Node 24, which npm brings (package `node`), so an older Node hands over to that one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const here = dirname(fileURLToPath(import.meta.url));
const newNode = join(here, '../../node_modules/node/bin/node');

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Starts this file again by the newer Node and ends as it ends. */
function handOver() {
  if (!existsSync(join(here, '../../node_modules'))) {
    refuse('The packages are not installed yet: run "npm ci" in the repository first.');
  }
  const works = existsSync(newNode) && spawnSync(newNode, ['--version']).status === 0;
  if (!works) {
    refuse(
      `Auction Manager needs Node ${neededMajor} and brings it along, but its install script has not run ` +
        `(this is Node ${process.versions.node}): run "npm rebuild node".`,
    );
  }
  const child = spawn(newNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // The launcher stops when this process is gone (owners.ts).
    env: { ...process.env, AUCTION_STARTER_PID: String(process.pid) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) =>
    refuse(`Node ${neededMajor} could not be started: ${error.message}`),
  );
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

if (Number(process.versions.node.split('.')[0]) < neededMajor) {
  handOver();
} else if (!existsSync(join(here, '../../node_modules/zod'))) {
  refuse('The packages are not installed yet: run "npm ci" in the repository first.');
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
