/** Are the ports free? Told all at once, with the owner where it can be seen and what to set. */
import { createServer } from 'node:net';
import { flagOf, variableOf } from './ports.ts';
import type { PortName, Ports } from './ports.ts';
import { Problem } from './problem.ts';
import { listenerOn } from './process-facts.ts';
import type { ProcessFacts } from './process-facts.ts';

const commandShownMax = 80;

/** A port counts as free when this process can listen on it. */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => {
    resolve(false);
  });
  server.listen(port, '127.0.0.1', () => {
    server.close(() => {
      resolve(true);
    });
  });
  return promise;
}

/** `Port 19092 (kafka) is in use by process 4711 (java …). Set --kafka-port …` Pure. */
export function busySentence(
  name: PortName,
  port: number,
  owner: ProcessFacts | undefined,
): string {
  const command = owner?.commandLine ?? '';
  const shown =
    command.length > commandShownMax ? `${command.slice(0, commandShownMax)}…` : command;
  const by = owner ? `by process ${owner.pid} (${shown})` : 'by a process this user may not see';
  return `Port ${port} (${name}) is in use ${by}. Set another by --${flagOf(name)} or ${variableOf(name)}.`;
}

/** @throws Problem with one sentence for each busy port */
export async function refuseBusyPorts(names: readonly PortName[], ports: Ports): Promise<void> {
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  const busy = names.filter((_, index) => !free[index]);
  if (busy.length === 0) return;
  const sentences = busy.map((name) => busySentence(name, ports[name], listenerOn(ports[name])));
  const hint =
    'All inner ports follow from the gateway\'s, so "npm start -- --port N --data-dir FOLDER" moves them together.';
  throw new Problem([...sentences, hint].join('\n'));
}
