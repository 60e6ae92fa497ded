/** The embedded account with a clock that stands still, asked as any client would ask it; apart, because ours and the vendor's documents judge the same answers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { RateLimit } from '../../src/sandbox/rate-limit.js';
import { openSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import type { Answer } from './contract.js';

export interface Question {
  readonly method?: 'GET' | 'POST';
  /** Path and query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const apiUrl = 'https://account.example';
/** The headers of the log's own routes, without a token. */
export const screenHeaders = {
  version: '2021-07-28',
  channel: 'APP',
  source: 'WEB_USER',
  accept: 'application/json',
};
/** When it is, for the whole of a test. */
export const nowMs = Date.UTC(2026, 8, 1, 12);

/** Opens one embedded account for all tests of a file; `account()` is it. */
export function embeddedAccount(rateLimit?: RateLimit): () => Sandbox {
  let folder = '';
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-test-'));
    const limit = rateLimit === undefined ? {} : { rateLimit };
    sandbox = await openSandbox({ folder, nowMs: () => nowMs, ...limit });
  });
  afterAll(async () => {
    sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (sandbox === undefined) throw new Error('the embedded account is not open yet');
    return sandbox;
  };
}

/** Asks it without a socket. */
export async function ask(
  sandbox: Sandbox,
  { method = 'GET', target, headers = {}, body }: Question,
): Promise<Answer> {
  const request = new Request(apiUrl + target, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const response = await sandbox.handle(request);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}
