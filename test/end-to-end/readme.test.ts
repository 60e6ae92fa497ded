import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isAsExpected,
  readConsoleBlocks,
  replaceBlock,
  type Step,
  shorten,
  wordsOf,
} from '../support/console-block.js';
import { programFolder, runAudit } from '../support/program.js';

const page = new URL('../../README.md', import.meta.url);
/** `npm run readme` writes the page's outputs anew. */
const isWriting = process.env['UPDATE_README'] === '1';

test.skipIf(!existsSync(page))('everything that the README shows is what a reader gets', async () => {
  const folder = await programFolder();
  let markdown = readFileSync(page, 'utf8');
  const wrong: { readonly typed: string; readonly came: string; readonly shown: string }[] = [];
  // From the last to the first, so that what is written anew moves no line that is still to come.
  for (const block of readConsoleBlocks(markdown).toReversed()) {
    const steps: Step[] = [];
    for (const { typed, expected } of block.steps) {
      const came = await type(typed, block.columns, folder);
      if (!isAsExpected(came, expected))
        wrong.push({ typed, came: came.join('\n'), shown: expected.join('\n') });
      steps.push({ typed, expected: shorten(came, expected) });
    }
    if (isWriting) markdown = replaceBlock(markdown, block, steps);
  }
  if (isWriting) writeFileSync(page, markdown);
  else
    expect(wrong.map(({ typed, came }) => `$ ${typed}\n${came}`)).toEqual(
      wrong.map(({ typed, shown }) => `$ ${typed}\n${shown}`),
    );
});

/** The lines that stand on the screen after a command, of which `> file` and `| head -n 3` are understood. */
async function type(typed: string, columns: number, folder: string): Promise<readonly string[]> {
  const {
    line = '',
    file,
    count,
  } = /^(?:npx )?audit (?<line>.*?)(?: > (?<file>\S+)| \| head -n (?<count>\d+))?$/.exec(typed)?.groups ?? {};
  if (line === '' || /[|><;&$]/.test(line)) throw new Error(`the README's tests cannot type this: ${typed}`);
  const words = wordsOf(line);
  if (file !== undefined)
    return screen((await runAudit(words, { folder, errorTerminal: { columns } })).stderr);
  if (count === undefined)
    return screen((await runAudit(words, { folder, terminal: { columns } })).transcript);
  const { stdout } = await runAudit(words, { folder, errorTerminal: { columns } });
  return screen(stdout).slice(0, Number(count));
}

function screen(text: string): readonly string[] {
  return text.replaceAll('\r\n', '\n').trimEnd().split('\n');
}
