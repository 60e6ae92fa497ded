/**
 * Builds what a shell calls at every keystroke: the short way through the program as CommonJS, which starts in half the time, and
 * the grammar of all commands as data. Argument: the folder of the built program.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const repository = resolve(import.meta.dirname, '../..');
const dist = resolve(process.argv[2] ?? join(repository, 'dist'));
const prompt = join(dist, 'prompt');

const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
const project = join(import.meta.dirname, 'tsconfig.json');
execFileSync(process.execPath, [tsc, '-p', project, '--outDir', prompt], { stdio: 'inherit' });

const load = (path) => import(pathToFileURL(join(dist, path)).href);
const [{ declareWhole }, { grammarOf }] = await Promise.all([
  load('program.js'),
  load('commands/grammar.js'),
]);
writeFileSync(join(prompt, 'grammar.json'), `${JSON.stringify(grammarOf(await declareWhole()))}\n`);
writeFileSync(join(prompt, 'package.json'), '{"type":"commonjs"}\n');
