/** What an answer that is no success means: its status and words → the kind of failure and the error that a person can act on. */

import type { NetworkResponse } from '../context.js';
import { AccessError, NotFoundError, UnreachableError } from '../errors.js';
import { type Failure, RequestRefusedError } from './failure.js';
import { readCount } from './rate-window.js';
import { readRetryAfterMs } from './retry-after.js';
import { isPrivateIntegrationToken, tokenExpiresAtMs, withoutSecrets } from './token.js';

/** What is known around a refused request. */
export interface RefusalContext {
  readonly host: string;
  /** Without its query. */
  readonly path: string;
  readonly locationId: string;
  /** Only looked at, to explain; never repeated. */
  readonly token: string;
  /** By the account's clock. */
  readonly nowMs: number;
  /** Whether this very token was accepted by the same kind of route before. */
  readonly wasAccepted: boolean;
}

interface Refusal extends RefusalContext {
  readonly status: number;
  /** The account's own words, without secrets; empty where it has none. */
  readonly words: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Every answer but 2xx, as a failure. */
export function readRefusal(response: NetworkResponse, context: RefusalContext): Failure {
  const { status, headers } = response;
  const { words, traceId } = readErrorBody(response.body, context.token);
  const facts = {
    status,
    host: context.host,
    path: context.path,
    ...(traceId === undefined ? {} : { traceId }),
  };
  const refusal: Refusal = { ...context, status, words, facts };
  const retryAfterMs = readRetryAfterMs(headers['retry-after'], context.nowMs);
  const hint = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { ...rateRefusal(refusal, headers), ...hint };
  if (status >= 500 || status === 408 || /command timed out/i.test(words)) {
    return { kind: 'overloaded', error: troubled(refusal), ...hint };
  }
  if (status >= 300 && status < 400)
    return { kind: 'final', error: redirected(refusal, headers['location']) };
  if (status === 401 || status === 403) return accessRefusal(refusal);
  if (status === 404) return { kind: 'final', error: notFound(refusal) };
  return { kind: 'final', error: requestRefused(refusal) };
}

function rateRefusal({ host, facts }: Refusal, headers: Readonly<Record<string, string>>): Failure {
  if (readCount(headers['x-ratelimit-daily-remaining']) === 0) {
    const limit = headers['x-ratelimit-limit-daily'] ?? '200000';
    const error = new UnreachableError(
      'daily-limit',
      `${host} takes no more requests today (${limit} a day).`,
      {
        hint: 'Go on tomorrow; an export with -o goes on with --resume.',
        facts,
      },
    );
    return { kind: 'final', error };
  }
  const error = new UnreachableError('rate-limited', `${host} kept refusing requests for their rate (429).`, {
    hint: 'Something else may be using up the account’s limit; try again later.',
    facts,
  });
  return { kind: 'rate-limited', error };
}

function troubled({ host, status, words, facts }: Refusal): UnreachableError {
  return new UnreachableError('account-in-trouble', `${host} kept failing: ${status}${quoted(words)}.`, {
    hint: 'The trouble is on its side; try again later.',
    facts,
  });
}

function redirected({ host, facts }: Refusal, location: string | undefined): UnreachableError {
  const target = location !== undefined && URL.canParse(location) ? new URL(location).host : undefined;
  const where = target === undefined ? 'elsewhere' : `to ${target}`;
  return new UnreachableError(
    'redirected',
    `${host} sends requests ${where}; the token was not sent there.`,
    {
      hint: 'If that is your account’s API, name it: --api-url https://…',
      facts: target === undefined ? facts : { ...facts, target },
    },
  );
}

function accessRefusal(refusal: Refusal): Failure {
  const { words, token, nowMs, status, wasAccepted } = refusal;
  if (/version header/i.test(words)) return { kind: 'final', error: versionHeaderLost(refusal) };
  if (/does not have access to this location/i.test(words))
    return { kind: 'final', error: wrongLocation(refusal) };
  if (/not authorized for this scope/i.test(words)) return { kind: 'final', error: missingScope(refusal) };
  const expiresAtMs = tokenExpiresAtMs(token);
  if (/expired/i.test(words) || (expiresAtMs !== undefined && expiresAtMs <= nowMs)) {
    return { kind: 'final', error: expired(refusal, 'The token has expired') };
  }
  if (status === 403) return { kind: 'final', error: noRight(refusal) };
  if (wasAccepted) {
    return {
      kind: 'doubtful-refusal',
      error: expired(refusal, 'The token was accepted until now and no longer is'),
    };
  }
  return { kind: 'final', error: tokenRefused(refusal) };
}

function expired({ words, facts }: Refusal, opening: string): AccessError {
  return new AccessError('token-expired', `${opening}${quoted(words)}.`, {
    hint: 'Session tokens live for about an hour. Get a new one: audit login (or set AUDIT_TOKEN), then run the same again.',
    facts,
  });
}

function tokenRefused({ host, words, token, facts }: Refusal): AccessError {
  const hint = isPrivateIntegrationToken(token)
    ? privateIntegrationHint
    : 'Log in again: audit login. Accounts differ in how they take the token: --auth bearer or --auth token-id.';
  return new AccessError('token-refused', `${host} does not accept the token${quoted(words)}.`, {
    hint,
    facts,
  });
}

const privateIntegrationHint =
  'A private integration token (pit-…) is good for names, pipelines and calendars, but the log refuses it.\n' +
  'The log wants the session token of an administrator: audit login.';

function missingScope({ host, path, token, words, facts }: Refusal): AccessError {
  const isPrivate = isPrivateIntegrationToken(token);
  const code = isPrivate ? 'private-integration-token' : 'missing-scope';
  return new AccessError(code, `${host} does not let this token read ${path}${quoted(words)}.`, {
    hint: isPrivate ? privateIntegrationHint : 'The token lacks a scope; for the log: audit-logs.readonly.',
    facts,
  });
}

function wrongLocation({ locationId, host, facts }: Refusal): AccessError {
  return new AccessError('wrong-location', `The token has no access to location ${locationId} at ${host}.`, {
    hint: 'Check --location (AUDIT_LOCATION), or log in to that location: audit login.',
    facts,
  });
}

function noRight({ host, path, words, facts }: Refusal): AccessError {
  return new AccessError('no-right', `${host} does not let this user read ${path}${quoted(words)}.`, {
    hint: 'The audit log is for administrators; viewing it is a permission of its own.',
    facts,
  });
}

function versionHeaderLost({ host, facts }: Refusal): UnreachableError {
  return new UnreachableError(
    'version-header-lost',
    `${host} did not get the version header that every request bears.`,
    {
      hint: 'This is not about the token: something in between, such as a proxy, takes headers out.',
      facts,
    },
  );
}

function notFound({ host, path, words, facts }: Refusal): NotFoundError {
  return new NotFoundError('not-found', `${host} has nothing at ${path}${quoted(words)}.`, {
    hint: 'Check --api-url and --location.',
    facts,
  });
}

/** How a refusal may spell one of our parameters. */
const spellings: readonly (readonly [parameter: string, spelling: RegExp])[] = [
  ['pageSize', /page[\s_-]*size/i],
  ['cursorToken', /cursor/i],
  ['startAt', /start[\s_-]*at/i],
  ['endAt', /end[\s_-]*at/i],
  ['userId', /user[\s_-]*id/i],
  ['documentType', /document[\s_-]*type/i],
  ['type', /(?<![\w-])type\b/i],
  ['source', /\bsource\b/i],
  ['query', /\bquery\b(?! (?:param|string))/i],
];

function requestRefused({ host, path, status, words, facts }: Refusal): RequestRefusedError {
  const parameters = spellings.filter(([, spelling]) => spelling.test(words)).map(([parameter]) => parameter);
  const message = `${host} refused the request to ${path}: ${status}${quoted(words)}.`;
  return new RequestRefusedError('request-refused', message, parameters, facts);
}

function quoted(words: string): string {
  return words === '' ? '' : ` ("${words}")`;
}

/** A sentence or two: the account's words are a help, not a page. */
const longestWords = 300;

/** `{message: string | string[], error?, traceId?}`; a body that is anything else, such as a proxy's HTML, has no words for us. */
function readErrorBody(
  body: Uint8Array,
  token: string,
): { readonly words: string; readonly traceId: string | undefined } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return { words: '', traceId: undefined };
  }
  if (typeof parsed !== 'object' || parsed === null) return { words: '', traceId: undefined };
  const { message, error, traceId } = parsed as { message?: unknown; error?: unknown; traceId?: unknown };
  const parts = [message, error].find((part) => typeof part === 'string' || Array.isArray(part)) ?? '';
  const words = [parts]
    .flat()
    .filter((part) => typeof part === 'string')
    .join('; ');
  return {
    words: withoutSecrets(words, token)
      .slice(0, longestWords)
      .replace(/[.\s]+$/, ''),
    traceId: typeof traceId === 'string' ? withoutSecrets(traceId, token).slice(0, 100) : undefined,
  };
}
