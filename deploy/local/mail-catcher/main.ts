import { productVersion } from '../versions.ts';
import { startCatcher } from './catcher.ts';
import { readConfig } from './config.ts';

const catcher = await startCatcher(readConfig(), productVersion, Date.now);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void catcher.close().then(() => process.exit(0)));
}
