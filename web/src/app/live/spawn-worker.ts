/** The only file with `import.meta.url`: specs never load it, the builder finds the worker by it. */
export function spawnWorker(): Worker {
  return new Worker(new URL('./feed-worker.ts', import.meta.url), { type: 'module' });
}
