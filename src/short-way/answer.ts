/**
 * The short way through the program, for what the build has drawn up: help pages, and what a shell asks at every keystroke. It builds
 * no world, loads no command and no parser, and waits for nothing.
 */
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerCompletion } from '../completion/entry.js';
import type { Grammar } from '../completion/grammar.js';
import { findFolders } from '../profile/folders.js';
import { assumedColumns, type HelpPage, pageText } from '../usage/page.js';

/**
 * What to write for a line that asks for a help page or a completion; undefined where it asks for anything else, which only the
 * whole program understands.
 *
 * @param folder where the build has put what it has drawn up
 */
export function shortAnswer(source: NodeJS.Process, folder: string): string | undefined {
  return source.argv[2] === '__complete' ? completion(source, folder) : helpPage(source, folder);
}

/** Empty rather than an error, which would stand in the middle of somebody's line. */
function completion({ argv, env, platform, getuid }: NodeJS.Process, folder: string): string {
  try {
    const grammar = readJson(folder, 'grammar.json') as Grammar;
    const { config, data } = findFolders({
      platform,
      environment: env,
      homeFolder: homedir(),
      temporaryFolder: tmpdir(),
      userId: getuid?.(),
    });
    const world = { environment: env, configFolder: config, dataFolder: data, grammar };
    return answerCompletion(argv.slice(3), world);
  } catch {
    return '';
  }
}

function helpPage({ argv, env, stdout }: NodeJS.Process, folder: string): string | undefined {
  const path = askedPage(argv.slice(2));
  if (path === undefined) return undefined;
  const pages = readJson(folder, 'help.json') as Readonly<Record<string, HelpPage>>;
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  const columns = count(env['COLUMNS']) ?? (stdout.isTTY ? count(stdout.columns) : undefined);
  return page === undefined ? undefined : pageText(page, columns ?? assumedColumns);
}

/** The words of the command whose page is asked for. */
function askedPage(words: readonly string[]): string | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return '';
  if (first === 'help') return rest.join(' ');
  const last = words.at(-1);
  return last === '--help' || last === '-h' ? words.slice(0, -1).join(' ') : undefined;
}

function count(value: string | number | undefined): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
