/** The whole flow as processes on real servers: connector, stream workers, gateway; and the import. */
import type { Backends } from '@auction/streams/testing/backends';
import { openRealPipeline } from '@auction/streams/testing/real-pipeline';
import type { RealPipeline } from '@auction/streams/testing/real-pipeline';
import { freePort, runCommand, startService } from '@auction/streams/testing/service-process';
import type { Ended, Environment, Service } from '@auction/streams/testing/service-process';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { startFlowGateway } from './flow-gateway.ts';

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
  const connectorPort = await freePort();
  const connectorUrl = `http://127.0.0.1:${connectorPort}`;
  const env = { ...pipeline.env, INTERNAL_TOKEN: token };
  const gateway = await startFlowGateway(backends, pipeline, env, token);
  const importEnv = {
    ...env,
    CONNECTOR_URL: connectorUrl,
    GATEWAY_OPS_URL: gateway.opsUrl,
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
      await Promise.all([connector.stop(), gateway.close()]);
      await pipeline.close();
    },
  };
}
