/** The README's table of what the help pages say is logged is run: each thing is made, listed, shown and exported. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder, runAudit } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import { usualNowMs, virtualClock } from '../support/virtual-clock.js';

interface Row {
  readonly thing: string;
  readonly make: readonly string[];
  readonly find: string;
  readonly shows: string;
}

const heading = '### What the help pages say is logged, made and found\n';
const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
const rows = tableIn(readme.slice(readme.indexOf(heading) + heading.length));

function tableIn(text: string): readonly Row[] {
  const lines = text.slice(text.indexOf('| --- |')).split('\n');
  return lines.slice(1, lines.indexOf('')).map((line) => {
    const [thing = '', make = '', find = '', shows = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const makers = commandsIn(make.replace(/\(.*\)/, '')).map((words) =>
      words.startsWith('audit ') ? words : `audit sandbox do ${words}`,
    );
    const [finder = ''] = commandsIn(find);
    return {
      thing,
      make: makers,
      find: finder.startsWith('audit ')
        ? finder
        : `audit list --sandbox ${finder} --limit 1 --fields id,description`,
      shows,
    };
  });
}

function commandsIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
}

/** As a shell takes them: quotes hold words together. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain).slice(1);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

test('what the help pages say is logged is made, listed, shown, exported and brought back as the README has it', async () => {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  const { stdout: info } = await runAudit('sandbox info --format json', { folder });
  const [, other] = (JSON.parse(info) as { locations: { id: string }[] }).locations;
  let seconds = 0;
  let made = '';
  const run = async (command: string) => {
    seconds += 1;
    const filled = command.replace('<other>', other?.id ?? '').replace('<id>', made);
    const clock = virtualClock(usualNowMs + seconds * 1000);
    const outcome = await runAudit(wordsOf(filled), { folder, clock });
    expect([command, outcome.exitCode, outcome.exitCode === 0 ? '' : outcome.stderr]).toEqual([
      command,
      0,
      '',
    ]);
    return outcome;
  };
  const differing: string[] = [];
  const found: string[] = [];
  for (const { thing, make, find, shows } of rows) {
    for (const command of make) made = (await run(command)).stdout.slice(0, 24);
    const { stdout, stderr } = await run(find);
    const wanted = new RegExp(shows.split('…').map(escaped).join('.*'));
    if (!wanted.test(stdout + stderr)) differing.push(`${thing}: ${stdout}${stderr}`);
    if (!find.includes(' list ') || find.includes('<other>') || stdout === '') continue;
    const [id = ''] = stdout.split('\t');
    found.push(id);
    const shown = await run(`audit show --sandbox ${id}`);
    if (!shown.stdout.includes(`Event ID    ${id}\n`)) differing.push(`${thing} shown: ${shown.stdout}`);
    if (find.includes('--type restored')) {
      const { stdout: exported } = await run('audit export --sandbox --since 4d --columns id');
      expect(found.filter((one) => !exported.includes(one))).toEqual([]);
    }
  }
  expect(differing).toEqual([]);
  expect(rows.length).toBeGreaterThan(50);
}, 120_000);
