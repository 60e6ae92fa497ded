/** Runs the command line in the real world, and leaves its exit code; nothing here decides anything. */
import { readFileSync } from 'node:fs';
import { buildContext } from './outside.js';
import { run } from './program.js';

void main();

async function main(): Promise<void> {
  const tokens = new Set<string>();
  process.on('uncaughtException', (error) => {
    void import('./crash.js').then(({ crash }) => crash(error, tokens));
  });
  const context = buildContext(readVersion());
  process.exitCode = await run(process.argv.slice(2), context, (token) => tokens.add(token));
  await context.network.close();
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
