/** The short way through the program, for a shell that completes at every keystroke: it builds no world, loads no command and waits for nothing. */
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerCompletion } from './completion/entry.js';
import type { Grammar } from './completion/grammar.js';
import { findFolders } from './profile/folders.js';

/**
 * The answer to `audit __complete <shell> …`; empty rather than an error, which would stand in the middle of somebody's line.
 *
 * @param folder where the build has put the grammar
 */
export function answerShell({ argv, env, platform, getuid }: NodeJS.Process, folder: string): string {
  try {
    const grammar = JSON.parse(readFileSync(join(folder, 'grammar.json'), 'utf8')) as Grammar;
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
