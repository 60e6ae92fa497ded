/** What an answer that is no success means: its status and words → the kind of failure and the error that a person can act on. */

import type { NetworkResponse } from '../context.js';
import { NotFoundError, UnreachableError } from '../errors.js';
import { accessRefusal, type Refusal, type RefusalContext } from './access-refusal.js';
import { quoted, readErrorBody } from './error-body.js';
import { type Failure, RequestRefusedError } from './failure.js';
import { readCount } from './rate-window.js';
import { readRetryAfterMs } from './retry-after.js';

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
