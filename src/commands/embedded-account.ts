/** The door to the embedded account: the one file through which the rest of the house opens it, and its errors become ours. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Context, RunningSandbox } from '../context.js';
import { AccessError, type AuditError, NotFoundError, UnreachableError, UsageError } from '../errors.js';
import type { Answer } from '../sandbox/exchange.js';
import { withFaults } from '../sandbox/faults/bad-day.js';
import { type Faults, parseFaults } from '../sandbox/faults/fault-spec.js';
import { type Listener, listen } from '../sandbox/listener.js';
import { openSandbox, type Sandbox } from '../sandbox/sandbox.js';
import { SandboxError } from '../sandbox/sandbox-error.js';

const loopback = '127.0.0.1';

/**
 * Opens it in the data folder.
 *
 * @throws UnreachableError when its folder or database cannot be used.
 */
export async function openEmbedded(dataFolder: string, clock: Clock, faults?: Faults): Promise<Sandbox> {
  const folder = folderIn(dataFolder);
  const rateLimit = faults?.rateLimit;
  return inOurErrors(() =>
    openSandbox({
      folder,
      nowMs: () => clock.nowMs(),
      ...(rateLimit === undefined ? {} : { rateLimit }),
    }),
  );
}

/**
 * Opens it, does something with it, and closes it.
 *
 * @throws UnreachableError as openEmbedded; UsageError or NotFoundError when it cannot do what it was asked.
 */
export async function withEmbedded<T>(
  { dataFolder, clock }: Pick<Context, 'dataFolder' | 'clock'>,
  work: (sandbox: Sandbox) => T | Promise<T>,
): Promise<T> {
  const sandbox = await openEmbedded(dataFolder, clock);
  try {
    return await inOurErrors(() => work(sandbox));
  } finally {
    sandbox.close();
  }
}

async function inOurErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
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
 * Opens and serves it on loopback until closed; port 0 is any free one. `faultSpec`: what to rehearse, in the words of `--faults`.
 *
 * @throws UnreachableError as openEmbedded; UsageError when the port cannot be had, or a fault is none.
 */
export async function serveEmbedded(
  dataFolder: string,
  clock: Clock,
  port: number,
  faultSpec?: string,
): Promise<ServedAccount> {
  const faults = faultSpec === undefined ? undefined : await inOurErrors(() => parseFaults(faultSpec));
  const sandbox = await openEmbedded(dataFolder, clock, faults);
  const answer =
    faults === undefined
      ? sandbox.answer
      : withFaults(sandbox.answer, faults, { nowMs: () => clock.nowMs(), sleep: (ms) => clock.sleep(ms) });
  const listener = await listenOn(port, sandbox, answer);
  return {
    sandbox,
    apiUrl: listener.url,
    locationId: sandbox.locationId,
    token: sandbox.tokens.adminToken,
    tokenFor: sandbox.tokenFor,
    async close() {
      await listener.close();
      sandbox.close();
    },
  };
}

async function listenOn(port: number, sandbox: Sandbox, answer: Answer): Promise<Listener> {
  try {
    return await listen(answer, { host: loopback, port });
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

function toAuditError({ code, message, hint, cause }: SandboxError): AuditError {
  const facts = { hint, cause };
  if (code === 'sandbox-usage' || code === 'sandbox-rule') return new UsageError(code, message, facts);
  if (code === 'sandbox-not-found') return new NotFoundError(code, message, facts);
  if (code === 'sandbox-right') return new AccessError(code, message, facts);
  return new UnreachableError(code, message, facts);
}
