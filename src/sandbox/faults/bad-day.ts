/** An account that misbehaves as accounts do (reliability.md): wraps its answers, so that scripts can be tried against a bad day. */

import { errorAnswer, json, Refusal } from '../answer.js';
import type { Answer, Ask, Reply } from '../exchange.js';
import { createRandom, type Random } from '../random.js';
import type { Faults } from './fault-spec.js';
import { bendPage } from './page-faults.js';

export interface Surroundings {
  readonly nowMs: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

const searchPath = '/audit/search/v2';

/** What every account takes of a search (account-api.md). */
const takenByAll: ReadonlySet<string> = new Set(
  'locationId page pageSize startAt endAt id refresh cursorToken'.split(' '),
);

/** The account, on a bad day. The same seed and the same questions in the same order have the same faults. */
export function withFaults(answer: Answer, faults: Faults, { nowMs, sleep }: Surroundings): Answer {
  const random = createRandom(`faults/${faults.seed}`);
  const expiresMs = nowMs() + (faults.tokenLifeMs ?? Number.POSITIVE_INFINITY);
  return async (ask) => {
    const [least, most] = faults.latencyMs;
    if (most > 0) await sleep(random.between(least, most));
    const refusal =
      (nowMs() >= expiresMs ? new Refusal(401, 'Invalid token: access token is expired') : undefined) ??
      refuse(faults, ask);
    if (refusal !== undefined) return errorAnswer(refusal, traceId);
    if (random.chance(faults.resets)) return { status: 200, headers: {}, body: '', cutAfterBytes: 0 };
    if (random.chance(faults.errors)) return randomError(random);
    const reply = bent(faults, ask, await answer(ask), random);
    return random.chance(faults.cuts) ? cut(reply, random) : reply;
  };
}

/** No support looks for a rehearsal. */
const traceId = 'rehearsal';

/** What the account does not take at all; undefined where it takes everything. */
function refuse(
  { isStrict, refusesCursors, maxPageSize }: Faults,
  { target, method }: Ask,
): Refusal | undefined {
  const { pathname, searchParams } = new URL(target, 'http://sandbox');
  if (isStrict && /^\/audit\/(capabilities|logs\/)/u.test(pathname)) {
    return new Refusal(404, `Cannot ${method} ${pathname}`);
  }
  if (pathname !== searchPath) return undefined;
  const unknown = [...new Set(searchParams.keys())].filter((name) => !takenByAll.has(name));
  const sentences = [
    ...(isStrict ? unknown.map((name) => `property ${name} should not exist`) : []),
    ...(refusesCursors && searchParams.has('cursorToken') ? ['property cursorToken should not exist'] : []),
    ...(maxPageSize !== undefined && Number(searchParams.get('pageSize')) > maxPageSize
      ? [`pageSize must not be greater than ${maxPageSize}`]
      : []),
  ];
  return sentences.length > 0 ? new Refusal(422, sentences) : undefined;
}

const badGateway: Reply = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
};

function randomError(random: Random): Reply {
  return random.pick([
    badGateway,
    ...[500, 503, 504].map((status) => errorAnswer(new Refusal(status, 'Please try again later'), traceId)),
    errorAnswer(new Refusal(401, 'Command timed out'), traceId),
  ]);
}

function bent(faults: Faults, { target }: Ask, reply: Reply, random: Random): Reply {
  if (reply.status === 429 && faults.retryAfterS !== undefined) {
    return { ...reply, headers: { ...reply.headers, 'retry-after': String(faults.retryAfterS) } };
  }
  const isPage = reply.status === 200 && target.startsWith(searchPath);
  const page = isPage ? bendPage(faults, reply.body, random) : undefined;
  if (page !== undefined) return { ...json(200, page), headers: reply.headers };
  return reply;
}

/** Somewhere between the first byte and the last. */
function cut(reply: Reply, random: Random): Reply {
  const bytes = Buffer.byteLength(reply.body);
  return bytes < 2 ? reply : { ...reply, cutAfterBytes: random.between(1, bytes - 1) };
}
