import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtProgram, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { openTerminal } from '../support/pseudo-terminal.js';

const known = {
  users: [
    ['devon@acme.example', 'Devon Price'],
    ['maria@acme.example', 'Maria Lopez'],
  ],
  events: [['6b02153d0000000000000003', '2026-11-21 16:03 Deleted opportunity “Roof repair”']],
};

let program = '';
beforeAll(() => {
  program = builtProgram();
}, 60_000);

function hasShell(name: string): boolean {
  try {
    execFileSync(name, ['-c', 'exit 0'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Home {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** A home with the program on its path, and an account that has been looked at. */
async function makeHome(): Promise<Home> {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'data', 'completion'), { recursive: true });
  chmodSync(program, 0o755);
  symlinkSync(program, join(folder, 'bin', 'audit'));
  writeFileSync(join(folder, 'data', 'completion', 'sandbox.json'), JSON.stringify(known));
  const path = [join(folder, 'bin'), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(
    ':',
  );
  const env = {
    PATH: path,
    HOME: folder,
    HISTFILE: '/dev/null',
    TERM: 'xterm',
    LC_ALL: 'C.UTF-8',
    AUDIT_PROFILE: 'sandbox',
    AUDIT_DATA_DIR: join(folder, 'data'),
    AUDIT_CONFIG_DIR: join(folder, 'config'),
  };
  return { env, folder };
}

async function writeScript(shell: string, { env, folder }: Home): Promise<string> {
  const { exitCode, stdout } = await runProcess(process.execPath, [program, 'completion', shell], env);
  expect(exitCode).toBe(0);
  const path = join(folder, `audit.${shell}`);
  writeFileSync(path, stdout);
  return path;
}

/** What is typed, and the line that stands there then. */
const typedLines: readonly [string, string][] = [
  ['audit expo\t', 'audit export '],
  ['audit list --type upd\t', 'audit list --type updated '],
  ['audit list --type=tag-a\t', 'audit list --type=tag-added '],
  ['audit list --user devon@\t', 'audit list --user devon@acme.example '],
  ['audit list --user lop\t', 'audit list --user maria@acme.example '],
  ['audit list --type deleted,upd\t', 'audit list --type deleted,updated '],
  ['audit list --since last\\ w\t', 'audit list --since last\\ week '],
  ['audit show 6b\t', 'audit show 6b02153d0000000000000003 '],
  ['audit export -o scri\t', 'audit export -o script-here '],
];

describe.skipIf(!hasShell('bash'))('bash', () => {
  test.each([...typedLines, ['audit list --since "last w\t', 'audit list --since "last week" ']])(
    '%j',
    async (typed, line) => {
      const home = await makeHome();
      const script = await writeScript('bash', home);
      writeFileSync(join(home.folder, 'script-here'), '');
      const shell = openTerminal(
        'bash',
        ['--norc', '--noprofile', '-i'],
        { ...home.env, PS1: '$ ' },
        { columns: 200 },
      );
      await shell.sees('$ ');
      shell.type(
        `cd '${home.folder}'; bind 'set enable-bracketed-paste off'; source '${script}'; echo rea''dy\r`,
      );
      await shell.sees('ready\r');
      // Prints the line as it stands instead of running it.
      shell.type('bind -x \'"\\C-t": printf "<%s>" "$READLINE_LINE"\'; echo boun\'\'d\r');
      await shell.sees('bound\r');
      shell.type(`${typed}\u0014`);
      await shell.sees(`<${line}>`);
    },
  );
});

describe.skipIf(!hasShell('zsh'))('zsh', () => {
  test.each(typedLines)('%j', async (typed, line) => {
    const home = await makeHome();
    const script = await writeScript('zsh', home);
    writeFileSync(join(home.folder, 'script-here'), '');
    const shell = openTerminal('zsh', ['-f', '-i'], { ...home.env, PS1: '%% ' }, { columns: 200 });
    await shell.sees('% ');
    shell.type(
      `cd '${home.folder}'; autoload -U compinit; compinit -D -u; source '${script}'; ` +
        `shown() { print -rn "<$BUFFER>" }; zle -N shown; bindkey '^T' shown; echo rea''dy\r`,
    );
    await shell.sees('ready\r');
    shell.type(`${typed}\u0014`);
    await shell.sees(`<${line}>`);
  });
});

describe.skipIf(!hasShell('fish'))('fish', () => {
  test.each([
    ['audit expo', 'export\tevery matching event as CSV, NDJSON or JSON\n'],
    ['audit list --type upd', 'updated\tUpdated\n'],
    ['audit list --type=tag-a', '--type=tag-added\tTag added\n'],
    ['audit list --user devon@', 'devon@acme.example\tDevon Price\n'],
    ['audit list --type deleted,upd', 'deleted,updated\tUpdated\n'],
    ['audit list --since "last w', 'last week\tsince its Monday\n'],
    ['audit show 6b', '6b02153d0000000000000003\t2026-11-21 16:03 Deleted opportunity “Roof repair”\n'],
    ['audit export -o script-he', 'script-here\n'],
  ])('%j', async (line, answer) => {
    const home = await makeHome();
    const script = await writeScript('fish', home);
    writeFileSync(join(home.folder, 'script-here'), '');
    const { stdout } = await runProcess(
      'fish',
      ['--no-config', '-c', `source ${script}; complete -C ${JSON.stringify(line)}`],
      home.env,
      { cwd: home.folder },
    );
    expect(stdout).toBe(answer);
  });
});

test('what a shell asks at a keystroke is answered where nothing is known, and nonsense with nothing', async () => {
  const folder = await temporaryFolder();
  const env = { PATH: dirname(process.execPath), HOME: folder };
  const ask = async (...words: string[]) =>
    (await runProcess(process.execPath, [program, '__complete', ...words], env)).stdout;
  expect(await ask('fish', 'list', '--user', '')).toBe('words\n');
  expect(await ask('tcsh', 'list')).toBe('');
  expect(await ask()).toBe('');
});
