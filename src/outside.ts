/** Builds the real outside world: the one place where the process, its streams, its clock and its folders are touched. */
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { openNetwork } from './account/network.js';
import { machineClock } from './clock.js';
import type { Context } from './context.js';
import { findFolders } from './profile/folders.js';
import { createKeyring } from './profile/keyring.js';
import { makePrivateFolder } from './profile/private-folder.js';
import { createProfileStore } from './profile/store.js';
import { tokenFromCommand } from './profile/token-command.js';
import { createTokenFiles } from './profile/token-file.js';
import { createTokenStore } from './profile/token-store.js';
import { signalOfInterrupts } from './signals.js';
import { createInputStream, createOutputStream } from './terminal/streams.js';
import { createTerminal, type TerminalParts } from './terminal/terminal.js';

/** A keyring that is locked asks a person who may not be there; nobody waits for that longer than this. */
const keyringLimitMs = 3_000;

/** The context of this process; opens and writes nothing before it is used. */
export function buildContext(version: string): Context {
  const environment = process.env;
  const signal = signalOfInterrupts(process);
  const stdout = createOutputStream(process.stdout, environment);
  const stderr = createOutputStream(process.stderr, environment, { ignoresFailures: true });
  const folders = findFolders({
    platform: process.platform,
    environment,
    homeFolder: homeFolder(),
    temporaryFolder: tmpdir(),
    userId: process.getuid?.(),
  });
  const say = (sentence: string) => stderr.write(`${sentence}\n`);
  let hasSaidWhere = false;
  const prepare = async (folder: string) => {
    await makePrivateFolder(folder);
    if (!folders.isTemporary || hasSaidWhere) return;
    hasSaidWhere = true;
    await stderr.write(
      `There is no home folder: kept in ${folder}, which may not last. AUDIT_CONFIG_DIR and AUDIT_DATA_DIR name others.\n`,
    );
  };
  return {
    stdin: createInputStream(() => process.stdin, isatty(0)),
    stdout,
    stderr,
    environment,
    clock: machineClock,
    random: Math.random,
    signal,
    machineTimeZone,
    runner: {
      get userName() {
        return userName();
      },
      hostName: hostname(),
      processId: process.pid,
      nodeVersion: process.versions.node,
      command: [process.execPath, fileURLToPath(new URL('../bin/audit.js', import.meta.url))],
      isRunning,
    },
    version,
    network: openNetwork({ environment }),
    terminal: createTerminal({
      openInput: () => process.stdin,
      errorOutput: process.stderr,
      stderr,
      environment,
      signal,
      screen: screenOf(process),
    }),
    profiles: createProfileStore(folders.config, prepare),
    tokens: createTokenStore({
      keyring: createKeyring({
        command: [process.execPath, fileURLToPath(new URL('profile/keyring-process.cjs', import.meta.url))],
        environment,
        folder: folders.config,
        limitMs: keyringLimitMs,
      }),
      files: createTokenFiles(folders.config, prepare, say),
      folder: folders.config,
      prepare,
      say,
    }),
    tokenFromCommand: (command) =>
      tokenFromCommand(command, { environment, platform: process.platform, signal }),
    dataFolder: folders.data,
    configFolder: folders.config,
    async startSandbox() {
      await prepare(folders.data);
      const { serveEmbedded } = await import('./commands/embedded-account.js');
      return serveEmbedded(folders.data, machineClock, 0);
    },
  };
}

/** What a full screen needs of the process; undefined where nobody sits at it. Opens nothing but what is one already. */
function screenOf(source: NodeJS.Process): TerminalParts['screen'] {
  if (!isatty(0) || !isatty(1)) return undefined;
  const on = (event: 'exit' | 'SIGCONT') => (listener: () => void) => {
    source.on(event, listener);
    return () => void source.off(event, listener);
  };
  return {
    get input() {
      return source.stdin;
    },
    output: source.stdout,
    atExit: on('exit'),
    onContinue: on('SIGCONT'),
    // To all of the job, as the terminal itself would: a wrapper such as npx must stop with us, or the shell will not come back.
    suspend: () => source.kill(0, 'SIGTSTP'),
  };
}

/** Node throws where the system knows no such person. */
function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** A container may run as a number without a name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** Signal 0 reaches nobody, it only asks; a process of somebody else's (EPERM) is alive too. */
function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A TZ that names no zone leaves the runtime without one. */
function machineTimeZone(): string {
  const zone: string | undefined = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  return zone === undefined || zone === 'Etc/Unknown' ? 'UTC' : zone;
}
