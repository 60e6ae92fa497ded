/** Runs the command line in the real world, and leaves its exit code; nothing here decides anything. */
import { readFileSync } from 'node:fs';

const argv = process.argv.slice(2);
const version = readVersion();
if (argv.length === 1 && argv[0] === '--version') {
  // Asked by installers and shell prompts, and true without a world around it.
  process.stdout.write(`${version}\n`);
} else {
  const [{ buildContext }, { run }] = await Promise.all([import('./outside.js'), import('./program.js')]);
  const tokens = new Set<string>();
  process.on('uncaughtException', (error) => {
    void import('./crash.js').then(({ crash }) => crash(error, tokens));
  });
  const context = buildContext(version);
  process.exitCode = await run(argv, context, (token) => tokens.add(token));
  await context.network.close();
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
