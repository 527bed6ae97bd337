/** The whole flow as processes on real servers: connector, stream workers, gateway; and the import. */
import type { Backends } from '@auction/streams/testing/backends';
import { openRealPipeline } from '@auction/streams/testing/real-pipeline';
import type { RealPipeline } from '@auction/streams/testing/real-pipeline';
import {
  freePort,
  runCommand,
  runOnce,
  startService,
} from '@auction/streams/testing/service-process';
import type { Ended, Environment, Service } from '@auction/streams/testing/service-process';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';

export interface RealFlow {
  readonly pipeline: RealPipeline;
  /** Base of the connector's internal port, the same after a crash. */
  readonly connectorUrl: string;
  readonly token: string;
  /** `npm run import -- copart …`. @param onLine told each line of its progress */
  importFile(args: readonly string[], onLine?: (line: string) => void): Promise<Ended>;
  /** Ends the connector by SIGKILL and starts it anew on the same port and folder. */
  crashConnector(): Promise<void>;
  close(): Promise<void>;
}

const token = 'invented-token-of-a-spec';

/** @param settings of the connector, added to what it needs anyway; files come by import only */
export async function openRealFlow(
  backends: Backends,
  settings: Environment = {},
): Promise<RealFlow> {
  const pipeline = await openRealPipeline(backends);
  const [connectorPort, gatewayPort] = [await freePort(), await freePort()];
  const gatewayOpsPort = await freePort();
  const connectorUrl = `http://127.0.0.1:${connectorPort}`;
  const env = { ...pipeline.env, INTERNAL_TOKEN: token };
  const importEnv = {
    ...env,
    CONNECTOR_URL: connectorUrl,
    GATEWAY_OPS_URL: `http://127.0.0.1:${gatewayOpsPort}`,
    IMPORT_LIMIT_MS: '540000',
  };
  const connectorEnv = {
    ...env,
    SITE: 'copart',
    POLLING: 'off',
    RAW_DIR: temporaryFolder(),
    ...settings,
  };
  const startConnector = (): Promise<Service> =>
    startService('connectors/src/main.ts', [], connectorEnv, connectorPort);
  const gatewayEnv = {
    ...env,
    PORT: String(gatewayPort),
    POSTGRES_APP_URL: appUrl(pipeline.postgres.url, backends.name),
    SMTP_URL: 'smtp://127.0.0.1:9', // no mail is sent
  };
  await runOnce('gateway/src/migrate.ts', gatewayEnv);
  const gateway = await startService('gateway/src/main.ts', [], gatewayEnv, gatewayOpsPort);
  let connector = await startConnector();
  return {
    pipeline,
    connectorUrl,
    token,
    importFile: (args, onLine) =>
      runCommand('connectors/src/import-file.ts', ['copart', ...args], importEnv, onLine),
    async crashConnector() {
      await connector.kill();
      connector = await startConnector();
    },
    async close() {
      await Promise.all([connector.stop(), gateway.stop()]);
      // Roles belong to the whole server: this flow's own must not stay.
      const role = backends.name;
      await pipeline.postgres.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await pipeline.close();
    },
  };
}

/** The same database and schema as a role of this flow's own: the gateway refuses to serve as the owner. */
function appUrl(ownerUrl: string, role: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = token;
  return url.href;
}
