/** The whole program in-process: a command line in, what it wrote and its exit code out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openEmbedded } from '../../src/commands/embedded-account.js';
import type {
  Clock,
  Context,
  Network,
  Runner,
  RunningSandbox,
  Terminal,
  Screen as WholeScreen,
} from '../../src/context.js';
import type { ExitCode } from '../../src/errors.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { run } from '../../src/program.js';
import type { Answer } from '../../src/sandbox/exchange.js';
import { loadPalette } from '../../src/terminal/palette.js';
import { handlerNetwork, layDownSandbox } from './sandbox.js';
import { type SmallAccount, smallLocationId } from './small-account.js';
import { type MemoryOutput, memoryInput, memoryOutput, type Screen } from './streams.js';
import { virtualClock } from './virtual-clock.js';

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Set: stdin, stdout and stderr are this terminal. */
  readonly terminal?: Screen;
  /** Set: only stderr is one; stdout goes into a file. */
  readonly errorTerminal?: Screen;
  /** What a person types at each question, in order. */
  readonly answers?: readonly string[];
  readonly clock?: Clock;
  /** Instead of one on which only the embedded account answers. */
  readonly network?: Network;
  /** Answers at other addresses, by origin. */
  readonly hosts?: Readonly<Record<string, Answer>>;
  /** For settings and data; a new one for each run unless given. */
  readonly folder?: string;
  /** Instead of the usual embedded account. */
  readonly startSandbox?: () => Promise<RunningSandbox>;
  readonly signal?: AbortSignal;
  /** For what takes the whole screen; undefined: nobody sits at one. */
  readonly screen?: WholeScreen;
  /** A vault. */
  readonly tokenFromCommand?: (command: string) => Promise<string>;
  /** Who runs it: ada, process 4711 of desk, where no other process is alive, unless said otherwise. */
  readonly runner?: Partial<Runner>;
  /** So many writes to stdout pass, then its reader goes away. */
  readonly stdoutClosesAfter?: number;
  /** Set: there is a pager; the person leaves it after so many writes, or at its end. */
  readonly pager?: { readonly leavesAfter?: number };
}

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutWrites: readonly number[];
  /** What came on either stream, in the order in which it came. */
  readonly transcript: string;
  /** The questions that were asked. */
  readonly questions: readonly string[];
  /** What stood on the screen beside the streams: questions, what could be chosen, progress lines. */
  readonly drawn: readonly string[];
  /** What went through the pager; undefined: none was opened. */
  readonly paged: string | undefined;
  readonly folder: string;
}

const smallUrl = 'https://api.acme.example';

/** A world in which the variables name a small account, and nothing on disk is needed. */
export function worldOf(account: SmallAccount, world: World = {}): World {
  const env = {
    AUDIT_API_URL: smallUrl,
    AUDIT_LOCATION: smallLocationId,
    AUDIT_TOKEN: 'a-session-token',
    ...world.env,
  };
  return { ...world, env, hosts: { ...world.hosts, [smallUrl]: account.answer } };
}

/** Where the embedded account of the tests listens, as far as the program can tell. */
const sandboxUrl = 'http://127.0.0.1:41000';

/** Runs `audit …`; words are split at spaces unless they are given as a list. */
export async function runAudit(line: string | readonly string[], world: World = {}): Promise<Outcome> {
  const folder = world.folder ?? (await programFolder());
  let transcript = '';
  const onWrite = (text: string) => {
    transcript += text;
  };
  const stdout = memoryOutput({ screen: world.terminal, closesAfter: world.stdoutClosesAfter, onWrite });
  const stderr = memoryOutput({ screen: world.terminal ?? world.errorTerminal, onWrite });
  const questions: string[] = [];
  const drawn: string[] = [];
  const pagers: MemoryOutput[] = [];
  const context = contextOf(world, { folder, stdout, stderr, questions, drawn, pagers });
  const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const exitCode = await run(argv, context);
  return {
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
    stdoutWrites: stdout.writes,
    transcript,
    questions,
    drawn,
    paged: pagers[0]?.text(),
    folder,
  };
}

/** A folder with a `config` and a `data` in it, gone when the test ends. */
export async function programFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-program-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface Outside {
  readonly folder: string;
  readonly stdout: MemoryOutput;
  readonly stderr: MemoryOutput;
  readonly questions: string[];
  readonly drawn: string[];
  readonly pagers: MemoryOutput[];
}

function contextOf(world: World, { folder, stdout, stderr, questions, drawn, pagers }: Outside): Context {
  const configFolder = join(folder, 'config');
  const dataFolder = join(folder, 'data');
  const clock = world.clock ?? virtualClock();
  const hosts = new Map(Object.entries(world.hosts ?? {}));
  return {
    stdin: memoryInput(world.stdin, world.terminal !== undefined),
    stdout,
    stderr,
    environment: world.env ?? {},
    clock,
    random: () => 0.5,
    signal: world.signal ?? new AbortController().signal,
    machineTimeZone: () => 'Pacific/Chatham',
    runner: {
      userName: 'ada',
      hostName: 'desk',
      processId: 4711,
      nodeVersion: '20.20.0',
      isRunning: () => false,
      ...world.runner,
    },
    version: '1.2.3',
    network: world.network ?? handlerNetwork(hosts),
    terminal: memoryTerminal(world, questions, drawn, pagers),
    profiles: createProfileStore(configFolder, makePrivateFolder),
    tokens: createTokenFiles(configFolder, makePrivateFolder),
    tokenFromCommand:
      world.tokenFromCommand ?? (async () => Promise.reject(new Error('no vault in this world'))),
    dataFolder,
    configFolder,
    startSandbox: world.startSandbox ?? (() => startWithoutSocket(dataFolder, clock, hosts)),
  };
}

async function startWithoutSocket(
  dataFolder: string,
  clock: Clock,
  hosts: Map<string, Answer>,
): Promise<RunningSandbox> {
  await layDownSandbox(dataFolder);
  const sandbox = await openEmbedded(dataFolder, clock);
  hosts.set(sandboxUrl, sandbox.answer);
  return {
    apiUrl: sandboxUrl,
    locationId: sandbox.locationId,
    token: sandbox.tokens.adminToken,
    tokenFor: sandbox.tokenFor,
    close: async () => sandbox.close(),
  };
}

function memoryTerminal(
  { answers = [], pager, terminal: screen, screen: wholeScreen }: World,
  questions: string[],
  drawn: string[],
  pagers: MemoryOutput[],
): Terminal {
  const left = [...answers];
  const ask = async (message: string): Promise<string> => {
    questions.push(message);
    drawn.push(message);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`nobody answers “${message}”`);
    return answer;
  };
  return {
    palette: loadPalette,
    progress(text) {
      drawn.push(text);
      return { update: (later) => void drawn.push(later), stop: () => {} };
    },
    page() {
      if (pager === undefined) return undefined;
      const output = memoryOutput({ screen, closesAfter: pager.leavesAfter });
      pagers.push(output);
      return { ...output, close: async () => {} };
    },
    openScreen: () => wholeScreen,
    prompts: {
      text: ask,
      secret: ask,
      confirm: async (message) => (await ask(message)) === 'y',
      async select(message, choices) {
        drawn.push(...choices.map(({ name }) => name));
        const answer = await ask(message);
        const chosen = choices.find(({ name }) => name === answer);
        if (chosen === undefined) throw new Error(`“${answer}” is none of the choices`);
        return chosen.value;
      },
      async search(message, choices) {
        drawn.push(...choices.map(({ name }) => name));
        const answer = await ask(message);
        const found = choices.filter(({ name }) => name.includes(answer));
        if (found.length !== 1) throw new Error(`“${answer}” is in ${found.length} of the choices`);
        return (found[0] as (typeof found)[number]).value;
      },
    },
  };
}
