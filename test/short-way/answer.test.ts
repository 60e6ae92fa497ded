import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../../src/help.js';
import { declareWhole } from '../../src/program.js';
import { shortAnswer } from '../../src/short-way/answer.js';
import { runAudit } from '../support/program.js';

const pages = pagesOf(await declareWhole());
const folder = mkdtempSync(join(tmpdir(), 'audit-short-way-'));
writeFileSync(join(folder, 'help.json'), JSON.stringify(pages));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is written for a line at once; undefined: the whole program is asked. */
function answered(line: string, columns?: number): string | undefined {
  const argv = ['node', 'audit', ...line.split(' ').filter((word) => word !== '')];
  const stdout = { isTTY: columns !== undefined, columns };
  return shortAnswer({ ...process, argv, env: {}, stdout } as unknown as NodeJS.Process, folder);
}

describe('a help page', () => {
  test.each([...Object.keys(pages)])(
    'audit %s --help is at once what the whole program would say',
    async (path) => {
      const line = `${path} --help`;
      expect(answered(line)).toBe((await runAudit(line)).stdout);
      expect(answered(line, 60)).toBe((await runAudit(line, { terminal: { columns: 60 } })).stdout);
      expect(answered(`help ${path}`)).toBe(answered(line));
      expect(answered(`${path} -h`)).toBe(answered(line));
    },
  );

  test.each([20, 50, 80])('keeps to a screen of %i columns, but for a word that is longer', (columns) => {
    const wide = Object.entries(pages).flatMap(([path, { closing }]) => {
      const page = answered(`${path} --help`, columns) ?? '';
      const lines = page.slice(0, page.length - closing.length).split('\n');
      return lines.filter((line) => line.length > columns && line.trim().includes(' '));
    });
    expect(wide).toEqual([]);
  });

  test('stands below its flags where there is no room beside them', () => {
    expect(answered('archive head --help', 24)?.split('\n').slice(0, 12)).toEqual([
      'Usage: audit archive',
      'head [flags]',
      '',
      'The archive’s head in',
      'one line, to keep',
      'elsewhere.',
      '',
      'Flags of every command:',
      '  --version',
      '    show the version',
      '  --profile <name>',
      '    the connected',
    ]);
  });

  test('audit alone shows what there is', async () => {
    expect(answered('')).toBe((await runAudit('')).stdout);
  });

  test('COLUMNS goes before what the terminal says', () => {
    const argv = ['node', 'audit', 'list', '--help'];
    const stdout = { isTTY: true, columns: 200 };
    const source = { ...process, argv, env: { COLUMNS: '60' }, stdout } as unknown as NodeJS.Process;
    expect(shortAnswer(source, folder)).toBe(answered('list --help', 60));
  });

  test.each([
    'list',
    'list --search --help',
    'lst --help',
    'help lst',
    'list --version',
    '--quiet list --help',
    'toString --help',
  ])('audit %s is left to the whole program', (line) => {
    expect(answered(line)).toBeUndefined();
  });
});

test('a shell whose completion was not built is answered with nothing', () => {
  expect(answered('__complete zsh li')).toBe('');
});
