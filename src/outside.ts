/** Builds the real outside world: the one place where the process, its streams, its clock and its folders are touched. */
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { createNetwork } from './account/undici-network.js';
import { machineClock } from './clock.js';
import type { Context } from './context.js';
import { findFolders } from './profile/folders.js';
import { makePrivateFolder } from './profile/private-folder.js';
import { createProfileStore } from './profile/store.js';
import { createTokenFiles } from './profile/token-file.js';
import { signalOfInterrupts } from './signals.js';
import { createInputStream, createOutputStream } from './terminal/streams.js';
import { createTerminal } from './terminal/terminal.js';

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
    machineTimeZone: machineTimeZone(),
    runner: { userName: userName(), hostName: hostname(), processId: process.pid, isRunning },
    version,
    network: createNetwork({ environment }),
    terminal: createTerminal({
      openInput: () => process.stdin,
      errorOutput: process.stderr,
      stderr,
      environment,
      signal,
    }),
    profiles: createProfileStore(folders.config, prepare),
    tokens: createTokenFiles(folders.config, prepare),
    dataFolder: folders.data,
    configFolder: folders.config,
    async startSandbox() {
      await prepare(folders.data);
      const { serveEmbedded } = await import('./commands/embedded-account.js');
      return serveEmbedded(folders.data, machineClock, 0);
    },
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
