/** The door to the embedded account: the one file through which the rest of the house opens it, and its errors become ours. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, RunningSandbox } from '../context.js';
import { UnreachableError, UsageError } from '../errors.js';
import { type Listener, listen } from '../sandbox/listener.js';
import { openSandbox, type Sandbox } from '../sandbox/sandbox.js';
import { SandboxError } from '../sandbox/sandbox-error.js';

const loopback = '127.0.0.1';

/**
 * Opens it in the data folder.
 *
 * @throws UnreachableError when its folder or database cannot be used.
 */
export async function openEmbedded(dataFolder: string, clock: Clock): Promise<Sandbox> {
  try {
    return await openSandbox({ folder: folderIn(dataFolder), nowMs: () => clock.nowMs() });
  } catch (error) {
    throw error instanceof SandboxError ? toAuditError(error) : error;
  }
}

/**
 * Begins it afresh, even where its database can no longer be read.
 *
 * @throws UnreachableError when its folder cannot be used, or another process holds it.
 */
export async function resetEmbedded(dataFolder: string, clock: Clock): Promise<Sandbox> {
  try {
    const sandbox = await openEmbedded(dataFolder, clock);
    sandbox.reset();
    return sandbox;
  } catch (error) {
    if (!(error instanceof UnreachableError) || error.code !== 'sandbox-unreadable') throw error;
    await rm(folderIn(dataFolder), { recursive: true, force: true });
    return openEmbedded(dataFolder, clock);
  }
}

/** The account behind a port of this machine, with a token for it. */
export interface ServedAccount extends RunningSandbox {
  readonly sandbox: Sandbox;
}

/**
 * Opens and serves it on loopback until closed; port 0 is any free one.
 *
 * @throws UnreachableError as openEmbedded; UsageError when the port cannot be had.
 */
export async function serveEmbedded(dataFolder: string, clock: Clock, port: number): Promise<ServedAccount> {
  const sandbox = await openEmbedded(dataFolder, clock);
  const listener = await listenOn(port, sandbox);
  return {
    sandbox,
    apiUrl: listener.url,
    locationId: sandbox.locationId,
    token: sandbox.tokens.adminToken,
    async close() {
      await listener.close();
      sandbox.close();
    },
  };
}

async function listenOn(port: number, sandbox: Sandbox): Promise<Listener> {
  try {
    return await listen(sandbox.answer, { host: loopback, port });
  } catch (error) {
    sandbox.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError('port-not-free', `Port ${port} of this machine cannot be had (${code}).`, {
      hint: 'Name another one with --port, or leave it out.',
      cause: error,
    });
  }
}

function folderIn(dataFolder: string): string {
  return join(dataFolder, 'sandbox');
}

function toAuditError(error: SandboxError): UnreachableError {
  return new UnreachableError(error.code, error.message, { hint: error.hint, cause: error });
}
