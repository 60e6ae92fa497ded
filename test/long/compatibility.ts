/**
 * `npm run compatibility`: the packed program, installed in an empty folder with each supported Node, with and without optional
 * packages, as root and as a plain user, with a home that cannot be written; too long for `npm test`. Fails where one case does.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const lines = ['20', '22', '24'];
/** nobody, on most systems; a process may become it where it is root. */
const plainUser = 65_534;

type Environment = Readonly<Record<string, string>>;

interface Installed {
  readonly node: string;
  readonly program: string;
  /** Where the program may be run from, and where nobody but root writes. */
  readonly folder: string;
}

interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Case {
  readonly name: string;
  readonly ask: (installed: Installed, account: Environment) => Answer;
  readonly expects: (answer: Answer) => boolean;
}

const isRoot = process.getuid?.() === 0;
const root = mkdtempSync(join(tmpdir(), 'audit-compatibility-'));
chmodSync(root, 0o755);
let failures = 0;

function pack(): string {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', root];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: project, encoding: 'utf8' })) as [
    { readonly filename: string },
  ];
  return join(root, packed.filename);
}

async function tryWith(line: string, tarball: string): Promise<void> {
  const node = nodeOf(line);
  const whole = install(`${line}-whole`, node, tarball, []);
  const bare = install(`${line}-bare`, node, tarball, ['--omit=optional']);
  const serving = await serve(whole);
  try {
    for (const one of cases) report(line, one.name, one, whole, serving.account);
    for (const one of bareCases)
      report(line, `without optional packages: ${one.name}`, one, bare, serving.account);
  } finally {
    serving.process.kill();
  }
}

function report(
  line: string,
  name: string,
  { ask, expects }: Case,
  installed: Installed,
  account: Environment,
): void {
  const answer = ask(installed, account);
  const isFine = expects(answer);
  if (!isFine) failures += 1;
  process.stdout.write(`${isFine ? 'ok    ' : 'FAILS '} Node ${line}  ${name}\n`);
  if (!isFine) process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** The npm package `node` brings the binaries of its versions. */
function nodeOf(line: string): string {
  const folder = emptyFolder(`node-${line}`);
  npm(folder, ['install', `node@${line}`]);
  return join(folder, 'node_modules', 'node', 'bin', 'node');
}

function install(name: string, node: string, tarball: string, flags: readonly string[]): Installed {
  const folder = emptyFolder(name);
  npm(folder, ['install', ...flags, tarball]);
  return { node, folder, program: join(folder, 'node_modules', '.bin', 'audit') };
}

function emptyFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  return folder;
}

function npm(cwd: string, words: readonly string[]): void {
  execFileSync('npm', [...words, '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' });
}

/** The installed program's own embedded account, for who has three variables and nothing else. */
async function serve(installed: Installed): Promise<{ process: ChildProcess; account: Environment }> {
  const home = join(installed.folder, 'serving');
  const child = spawn(installed.node, [installed.program, 'sandbox', 'serve'], {
    env: { HOME: home, AUDIT_DATA_DIR: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const account: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (AUDIT_\w+)=(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) account[name] = value;
    if (Object.keys(account).length === 3) return { process: child, account };
  }
  throw new Error('the embedded account was not served');
}

function audit(
  { node, program, folder }: Installed,
  words: readonly string[],
  env: Environment,
  { user: uid, input = '' }: { readonly user?: number | undefined; readonly input?: string } = {},
): Answer {
  const who = uid === undefined ? {} : { uid, gid: uid };
  const { status, stdout, stderr } = spawnSync(node, [program, ...words], {
    cwd: folder,
    env: { HOME: '/nonexistent', ...env },
    encoding: 'utf8',
    input,
    ...who,
  });
  return { exitCode: status, stdout, stderr };
}

/** A home that nobody can make a folder in, root included: a file. And one that a plain user may only read. */
const noHome: Environment = { HOME: '/dev/null' };

function readOnlyHome({ folder }: Installed): Environment {
  const home = mkdtempSync(join(folder, 'home-'));
  chmodSync(home, 0o555);
  return { HOME: home };
}

/** A home that only this user writes. */
function ownHome(folder: string, user: number): Environment {
  const home = mkdtempSync(join(folder, 'home-'));
  if (isRoot) execFileSync('chown', [String(user), home]);
  return { HOME: home };
}

const isDone = ({ exitCode }: Answer) => exitCode === 0;
const rows = (count: number) => (answer: Answer) =>
  isDone(answer) && answer.stdout.split('\n').length === count + 1;
const refuses = (exitCode: number, word: RegExp) => (answer: Answer) =>
  answer.exitCode === exitCode && answer.stdout === '' && word.test(answer.stderr);

const user = isRoot ? plainUser : (process.getuid?.() ?? 0);
const asPlain = isRoot ? plainUser : undefined;

const always: readonly Case[] = [
  { name: '--version', ask: (at) => audit(at, ['--version'], {}), expects: isDone },
  { name: 'list --help', ask: (at) => audit(at, ['list', '--help'], {}), expects: isDone },
  {
    name: 'list with three variables, no home',
    ask: (at, account) => audit(at, ['list', '--limit', '20'], { ...account, ...noHome }),
    expects: rows(20),
  },
  {
    name: 'the same as a plain user, home only to be read',
    ask: (at, account) =>
      audit(at, ['list', '--limit', '20'], { ...account, ...readOnlyHome(at) }, { user: asPlain }),
    expects: rows(20),
  },
];

const cases: readonly Case[] = [
  ...always,
  {
    name: 'list --sandbox',
    ask: (at) => audit(at, ['list', '--sandbox', '--limit', '20'], ownHome(at.folder, user)),
    expects: rows(20),
  },
  {
    name: 'list --sandbox as a plain user',
    ask: (at) =>
      audit(at, ['list', '--sandbox', '--limit', '20'], ownHome(at.folder, user), { user: asPlain }),
    expects: rows(20),
  },
  {
    name: 'list --sandbox, home not writable',
    ask: (at) => audit(at, ['list', '--sandbox'], readOnlyHome(at), { user: asPlain }),
    expects: refuses(4, /cannot be made or used.*\n.*AUDIT_DATA_DIR/),
  },
];

const bareCases: readonly Case[] = [
  ...always,
  {
    name: 'list --sandbox says what is missing',
    ask: (at) => audit(at, ['list', '--sandbox'], ownHome(at.folder, user)),
    expects: refuses(6, /needs the package libsql, which is not installed/),
  },
  {
    name: 'login keeps the token in a file, and says why',
    ask: (at, account) => {
      const { AUDIT_API_URL = '', AUDIT_LOCATION = '', AUDIT_TOKEN = '' } = account;
      const words = ['login', '--with-token', '--location', AUDIT_LOCATION];
      const home = ownHome(at.folder, user);
      return audit(at, words, { ...home, AUDIT_API_URL }, { user: asPlain, input: AUDIT_TOKEN });
    },
    expects: (answer) => isDone(answer) && /this machine has no keyring/.test(answer.stderr),
  },
];

try {
  const tarball = pack();
  for (const line of lines) await tryWith(line, tarball);
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.stdout.write(failures === 0 ? 'All as it should be.\n' : `${failures} failed.\n`);
process.exitCode = failures === 0 ? 0 : 1;
