/**
 * Builds the program: our own files bound into few, for a start spends most of its time on finding and linking files; packages stay
 * what npm installs. Nothing is shortened, so that whoever looks into it finds the source. Argument: the folder to build into.
 *
 * main.js             the program, with a file for whatever is loaded later
 * short-way.cjs       what answers without the program, in the form that starts in half the time
 * help.json           what it answers from, drawn up from the declared commands
 * grammar.json
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const repository = resolve(import.meta.dirname, '../..');
const dist = resolve(process.argv[2] ?? join(repository, 'dist'));

const usual = {
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  charset: 'utf8',
  logLevel: 'warning',
};

rmSync(dist, { recursive: true, force: true });
await build({
  ...usual,
  entryPoints: ['src/main.ts', 'src/profile/keyring-process.ts'],
  outbase: 'src',
  outdir: dist,
  format: 'esm',
  splitting: true,
});
await build({
  ...usual,
  entryPoints: ['src/short-way/answer.ts'],
  outfile: join(dist, 'short-way.cjs'),
  format: 'cjs',
});
await drawUp();

async function drawUp() {
  const outfile = join(dist, 'drawn-up.mjs');
  await build({ ...usual, entryPoints: ['src/build/drawn-up.ts'], outfile, format: 'esm' });
  const { help, grammar } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  writeFileSync(join(dist, 'help.json'), `${JSON.stringify(help)}\n`);
  writeFileSync(join(dist, 'grammar.json'), `${JSON.stringify(grammar)}\n`);
}
