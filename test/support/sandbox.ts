/** The embedded account of the tests: lived once for all of them, copied for each that wants one. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Network, NetworkResponse } from '../../src/context.js';
import { NetworkFailure } from '../../src/errors.js';
import type { Answer } from '../../src/sandbox/exchange.js';
import { openSandbox } from '../../src/sandbox/sandbox.js';
import type { Tokens } from '../../src/sandbox/tokens.js';
import { temporaryFolder } from './folder.js';
import { usualNowMs } from './virtual-clock.js';

const repository = new URL('../..', import.meta.url).pathname;

/** Puts a copy of the account, lived until the usual instant, into the data folder; one that is there stays. */
export async function layDownSandbox(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'sandbox');
  if (!existsSync(folder)) cpSync(await templateFolder(), folder, { recursive: true });
}

/** An account that a person logs in to: the embedded one again, at an address of its own. */
export interface RemoteAccount {
  readonly url: string;
  readonly locationId: string;
  readonly tokens: Tokens;
  readonly answer: Answer;
}

/** Open until the running test ends. */
export async function openRemoteAccount(url = 'https://acme.example'): Promise<RemoteAccount> {
  const folder = await temporaryFolder();
  cpSync(await templateFolder(), folder, { recursive: true });
  const { locationId, tokens, answer, close } = await openSandbox({ folder, nowMs: () => usualNowMs });
  onTestFinished(close);
  return { url, locationId, tokens, answer };
}

/** Kept from one run of the tests to the next as long as no file of the embedded account has changed. */
async function templateFolder(): Promise<string> {
  const cache = join(repository, 'node_modules', '.cache', 'audit-sandbox');
  const folder = join(cache, digestOf(join(repository, 'src', 'sandbox')));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  mkdirSync(cache, { recursive: true });
  const sandbox = await openSandbox({ folder: draft, nowMs: () => usualNowMs });
  sandbox.close();
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function digestOf(folder: string): string {
  const hash = createHash('sha256').update(`${process.versions.modules} ${usualNowMs}`);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.ts')) hash.update(path).update(readFileSync(join(folder, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** A network on which the given addresses answer without a socket, and nobody else. */
export function handlerNetwork(answers: ReadonlyMap<string, Answer>): Network {
  return {
    async request({ method, url, headers, body = '', signal }) {
      signal?.throwIfAborted();
      const { origin, pathname, search, host } = new URL(url);
      const answer = answers.get(origin);
      if (answer === undefined) throw new NetworkFailure('refused', `nobody listens at ${host}`);
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
      const reply = await answer({ method, target: pathname + search, headers, body: text });
      signal?.throwIfAborted();
      return toResponse(reply);
    },
    close: async () => {},
  };
}

function toResponse({ status, headers, body }: Awaited<ReturnType<Answer>>): NetworkResponse {
  return { status, headers, body: new TextEncoder().encode(body) };
}
