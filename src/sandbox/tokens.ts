/** The tokens of this one embedded account: random, made once, kept beside its data; good for nothing else. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.js';

export interface Tokens {
  /** An account administrator's session token. */
  readonly adminToken: string;
  /** A session token of a user who is no administrator. */
  readonly userToken: string;
  /** An agency administrator's session token. */
  readonly agencyToken: string;
  /** A private integration token: right for the published routes, refused by the log. */
  readonly integrationToken: string;
}

export type TokenHolder = 'admin' | 'user' | 'agency' | 'integration';

/** The file that holds them. */
export function tokensFile(folder: string): string {
  return join(folder, 'tokens.json');
}

/** Reads the tokens, or makes them; of two processes that make them at once, both get the same. */
export function loadTokens(folder: string): Tokens {
  makeFolder(folder);
  return readTokens(folder) ?? makeTokens(folder);
}

/** Whose token this is; undefined for one that is not known here. Takes the same time for every wrong one. */
export function holderOf(tokens: Tokens, presented: string): TokenHolder | undefined {
  const holders: readonly (readonly [TokenHolder, string])[] = [
    ['admin', tokens.adminToken],
    ['user', tokens.userToken],
    ['agency', tokens.agencyToken],
    ['integration', tokens.integrationToken],
  ];
  const digest = sha256(presented);
  let found: TokenHolder | undefined;
  for (const [holder, token] of holders) {
    if (timingSafeEqual(sha256(token), digest)) found = holder;
  }
  return found;
}

function readTokens(folder: string): Tokens | undefined {
  let text: string;
  try {
    text = readFileSync(tokensFile(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed: unknown = JSON.parse(text);
  return isTokens(parsed) ? parsed : undefined;
}

/** Written whole under another name, then linked: a link never replaces what another process has put there first. */
function makeTokens(folder: string): Tokens {
  const secret = () => randomBytes(24).toString('base64url');
  const tokens: Tokens = {
    adminToken: `sandbox-${secret()}`,
    userToken: `sandbox-${secret()}`,
    agencyToken: `sandbox-${secret()}`,
    integrationToken: `pit-${secret()}`,
  };
  const draft = `${tokensFile(folder)}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, tokensFile(folder));
    return tokens;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readTokens(folder) ?? tokens;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isTokens(value: unknown): value is Tokens {
  const names = ['adminToken', 'userToken', 'agencyToken', 'integrationToken'];
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
