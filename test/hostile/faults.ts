/** What each fault looks like on the wire: the answer that would have come, spoilt. */
import { type Answer, json, jsonText, type Manner, refusal } from './answer.js';
import type { FaultKind, UnreachableKind } from './behaviours.js';

export interface FaultMoment {
  /** By the account's clock. */
  readonly nowMs: number;
  /** In [0, 1): varies the fault within its kind. */
  readonly fraction: number;
}

export function spoil(answer: Answer, kind: FaultKind, moment: FaultMoment): Answer {
  return faults[kind](answer, moment);
}

const tooMany = 'Too many requests';
const nonsense = ['soon', '-5', '', 'NaN', 'Wednesday', '1; 2'] as const;
const notObjects = ['[]', '"ok"', 'null', '42', 'true', '[{"logs":[]}]'] as const;
const notLogs = [
  '{}',
  '{"logs":null,"pagination":{"hasMore":false}}',
  '{"pagination":{"hasMore":false}}',
  '{"logs":{},"pagination":{"hasMore":false}}',
] as const;
const notPaginations = [
  '{"logs":[]}',
  '{"logs":[],"pagination":null}',
  '{"logs":[],"pagination":{}}',
] as const;

type Spoiler = (answer: Answer, moment: FaultMoment) => Answer;

const faults: Record<FaultKind, Spoiler> = {
  'rate-limited': () => refusal(429, tooMany),
  'rate-limited-for-seconds': () => refusal(429, tooMany, { 'retry-after': '2' }),
  'rate-limited-until-a-date': (_, { nowMs }) =>
    refusal(429, tooMany, { 'retry-after': new Date(nowMs + 3_000).toUTCString() }),
  'rate-limited-for-nonsense': (_, { fraction }) =>
    refusal(429, tooMany, { 'retry-after': pick(nonsense, fraction) }),
  'rate-limited-for-an-hour': () => refusal(429, tooMany, { 'retry-after': '3600' }),
  'server-error': () => refusal(500, 'Internal server error'),
  'bad-gateway-html': () => html(502, '<html><head><title>502 Bad Gateway</title></head></html>'),
  unavailable: () => refusal(503, 'Service unavailable'),
  'gateway-timeout': () => html(504, 'upstream request timeout'),
  'command-timed-out': () => refusal(401, 'Command timed out'),
  'reset-before-headers': (answer) => ({ ...answer, manner: { kind: 'reset', when: 'before-headers' } }),
  'reset-during-headers': (answer) => ({ ...answer, manner: { kind: 'reset', when: 'during-headers' } }),
  'reset-after-headers': (answer) => ({ ...answer, manner: { kind: 'reset', when: 'after-headers' } }),
  'cut-with-length': cut('length'),
  'cut-chunked': cut('chunked'),
  'cut-without-length': cut('close'),
  'stalled-body': (answer, { fraction }) => ({
    ...answer,
    manner: { kind: 'stall', when: 'body', at: fraction },
  }),
  'stalled-headers': (answer) => ({ ...answer, manner: { kind: 'stall', when: 'headers', at: 0 } }),
  'slow-first-byte': (answer) => ({ ...answer, manner: { kind: 'slow', waitMs: 4_000 } }),
  'not-json': (answer, { fraction }) => ({
    ...answer,
    body: answer.body.slice(0, Math.floor(answer.body.length * fraction)),
  }),
  'not-an-object': (_, { fraction }) => jsonText(200, pick(notObjects, fraction)),
  'no-logs': (_, { fraction }) => jsonText(200, pick(notLogs, fraction)),
  'no-pagination': (_, { fraction }) => jsonText(200, pick(notPaginations, fraction)),
  'error-with-status-200': () => json(200, { statusCode: 500, message: 'Internal server error' }),
  'empty-answer': () => jsonText(200, ''),
  dns: unreachable('dns'),
  refused: unreachable('refused'),
  tls: unreachable('tls'),
};

function unreachable(failure: UnreachableKind): Spoiler {
  return (answer) => ({ ...answer, manner: { kind: 'unreachable', failure } });
}

function cut(framing: 'length' | 'chunked' | 'close'): Spoiler {
  return (answer, { fraction }) => ({
    ...answer,
    manner: { kind: 'cut', framing, at: fraction } satisfies Manner,
  });
}

function html(status: number, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body,
    manner: { kind: 'whole', framing: 'length' },
  };
}

function pick(choices: readonly string[], fraction: number): string {
  return choices[Math.floor(fraction * choices.length)] ?? '';
}
