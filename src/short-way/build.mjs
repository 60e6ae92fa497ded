/**
 * Builds the short way: the same sources as CommonJS, which starts in half the time, and beside them what they answer from, drawn up
 * from the declared commands: the help pages, and the grammar that completing reads. Argument: the folder of the built program.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const repository = resolve(import.meta.dirname, '../..');
const dist = resolve(process.argv[2] ?? join(repository, 'dist'));
const folder = join(dist, 'commonjs');

const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
const project = join(import.meta.dirname, 'tsconfig.json');
execFileSync(process.execPath, [tsc, '-p', project, '--outDir', folder], { stdio: 'inherit' });

const load = (path) => import(pathToFileURL(join(dist, path)).href);
const [{ declareWhole }, { grammarOf }, { pagesOf }] = await Promise.all(
  ['program.js', 'commands/grammar.js', 'help.js'].map(load),
);
const program = await declareWhole();
const write = (name, value) => writeFileSync(join(folder, name), `${JSON.stringify(value)}\n`);
write('grammar.json', grammarOf(program));
write('help.json', pagesOf(program));
write('package.json', { type: 'commonjs' });
