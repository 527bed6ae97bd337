/** The gateway beside a pipeline on real servers, as a process of its own. */
import type { Backends } from '@auction/streams/testing/backends';
import type { RealPipeline } from '@auction/streams/testing/real-pipeline';
import { freePort, runOnce, startService } from '@auction/streams/testing/service-process';
import type { Environment } from '@auction/streams/testing/service-process';

export interface FlowGateway {
  /** Of its public port. */
  readonly url: string;
  /** Of its internal one. */
  readonly opsUrl: string;
  close(): Promise<void>;
}

/**
 * @param env of the flow's processes
 * @param password of a database role that is made for this gateway, and dropped with it
 */
export async function startFlowGateway(
  { name }: Backends,
  { postgres }: RealPipeline,
  env: Environment,
  password: string,
): Promise<FlowGateway> {
  const [port, opsPort] = [await freePort(), await freePort()];
  const gatewayEnv = {
    ...env,
    PORT: String(port),
    POSTGRES_APP_URL: appUrl(postgres.url, name, password),
    SMTP_URL: 'smtp://127.0.0.1:9', // no mail is sent
  };
  await runOnce('gateway/src/migrate.ts', gatewayEnv);
  const gateway = await startService('gateway/src/main.ts', [], gatewayEnv, opsPort);
  return {
    url: `http://127.0.0.1:${port}`,
    opsUrl: `http://127.0.0.1:${opsPort}`,
    async close() {
      await gateway.stop();
      // Roles belong to the whole server: this flow's own must not stay.
      await postgres.pool.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    },
  };
}

/** The same database and schema as a role of this flow's own: the gateway refuses to serve as the owner. */
function appUrl(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
