/** Keyrings of every character, each a program of its own that is asked as the real one is: over stdin and stdout. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyring, type Keyring } from '../../src/profile/keyring.js';
import { temporaryFolder } from './folder.js';

/** What each does with a question; `kept` is a map of what it holds, `save()` writes it down, `answer` is what it says. */
const characters = {
  honest: `
    if (act === 'set') kept[account] = secret;
    if (act === 'remove') delete kept[account];
    save();
    answer({ kind: 'done', secret: act === 'get' ? kept[account] ?? null : null });`,
  hangs: `
    process.on('SIGTERM', () => {});
    for (;;);`,
  'hangs after it took the token': `
    if (act === 'set') { kept[account] = secret; save(); for (;;); }
    if (act === 'remove') delete kept[account];
    save();
    answer({ kind: 'done', secret: act === 'get' ? kept[account] ?? null : null });`,
  'lies about what it keeps': `answer({ kind: 'done', secret: act === 'get' ? 'another-token' : null });`,
  'forgets at once': `answer({ kind: 'done', secret: null });`,
  'never lets go': `
    if (act === 'set') kept[account] = secret;
    save();
    answer({ kind: 'done', secret: act === 'get' ? kept[account] ?? null : null });`,
  'is locked': `answer({ kind: 'refused', word: 'it is locked' });`,
  'is not there': `answer({ kind: 'missing', word: 'no session bus' });`,
  'talks nonsense': `process.stdout.write('<html>');`,
  dies: `process.kill(process.pid, 'SIGKILL');`,
  'never reads': `process.stdin.destroy();`,
} as const;

export type Character = keyof typeof characters;

export interface TestKeyring extends Keyring {
  /** What it holds, by account. */
  kept(): Promise<Readonly<Record<string, string>>>;
  /** The arguments and the environment of each process that was started for it. */
  started(): Promise<string>;
}

/** One of that character, bounded by `limitMs`. */
export async function openKeyring(
  character: Character,
  {
    folder = '/settings',
    limitMs = 20_000,
    environment = process.env,
  }: {
    readonly folder?: string;
    readonly limitMs?: number;
    readonly environment?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<TestKeyring> {
  const home = await temporaryFolder();
  const [program, keptFile, startedFile] = ['keyring.mjs', 'kept.json', 'started.txt'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  await writeFile(keptFile, '{}');
  await writeFile(startedFile, '');
  await writeFile(
    program,
    `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(startedFile)}, JSON.stringify([process.argv, process.env]) + '\\n');
    const kept = JSON.parse(readFileSync(${JSON.stringify(keptFile)}, 'utf8'));
    const save = () => writeFileSync(${JSON.stringify(keptFile)}, JSON.stringify(kept));
    const answer = (value) => process.stdout.write(JSON.stringify(value));
    const { act, account, secret } = ${character === 'never reads' ? '{}' : "JSON.parse(readFileSync(0, 'utf8'))"};
    ${characters[character]}`,
  );
  return {
    ...createKeyring({ command: [process.execPath, program], environment, folder, limitMs }),
    kept: async () => JSON.parse(await readFile(keptFile, 'utf8')),
    started: () => readFile(startedFile, 'utf8'),
  };
}
