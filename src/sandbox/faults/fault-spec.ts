/** What a bad day is made of, out of the words of `audit sandbox serve --faults`. */

import type { RateLimit } from '../rate-limit.js';
import { SandboxError } from '../sandbox-error.js';

export interface Faults {
  /** Shares of the answers, 0 to 1. */
  readonly errors: number;
  readonly cuts: number;
  readonly resets: number;
  /** Before each answer, at least and at most; milliseconds. */
  readonly latencyMs: readonly [least: number, most: number];
  readonly rateLimit: RateLimit | undefined;
  /** Sent with each 429; seconds. */
  readonly retryAfterS: number | undefined;
  /** As accounts are of which nobody announced anything: no own routes, no filters. */
  readonly isStrict: boolean;
  readonly refusesCursors: boolean;
  readonly maxPageSize: number | undefined;
  readonly hasUnknownWords: boolean;
  readonly isShuffled: boolean;
  readonly repeatsEvents: boolean;
  /** How long tokens are good for, from the start; milliseconds. */
  readonly tokenLifeMs: number | undefined;
  readonly seed: string;
}

const none: Faults = {
  errors: 0,
  cuts: 0,
  resets: 0,
  latencyMs: [0, 0],
  rateLimit: undefined,
  retryAfterS: undefined,
  isStrict: false,
  refusesCursors: false,
  maxPageSize: undefined,
  hasUnknownWords: false,
  isShuffled: false,
  repeatsEvents: false,
  tokenLifeMs: undefined,
  seed: '1',
};

interface FaultWord {
  readonly example: string;
  readonly summary: string;
  /** Undefined for a value that is none. */
  readonly read: (value: string) => Partial<Faults> | undefined;
}

/** Requests a day where only a short interval is limited; the service's own number (account-api.md). */
const dailyLimit = 200_000;

/** By name, in the order in which they are listed. */
const words: Readonly<Record<string, FaultWord>> = {
  limit: {
    example: 'limit=10/10s',
    summary: 'so many requests in so long, then 429',
    read: (value) => {
      const [, max = '', span = ''] = /^(\d{1,6})\/(\w+)$/u.exec(value) ?? [];
      const intervalMs = milliseconds(span);
      if (intervalMs === undefined || Number(max) < 1) return undefined;
      return { rateLimit: { max: Number(max), intervalMs, daily: dailyLimit } };
    },
  },
  'retry-after': {
    example: 'retry-after=5s',
    summary: 'said with each 429',
    read: (value) => withSpan(value, (ms) => ({ retryAfterS: Math.ceil(ms / 1000) })),
  },
  errors: {
    example: 'errors=5%',
    summary: '500, 502 with an HTML page, 503, 504, or 401 “Command timed out”',
    read: (value) => withShare(value, (errors) => ({ errors })),
  },
  cut: {
    example: 'cut=2%',
    summary: 'the answer ends in the middle',
    read: (value) => withShare(value, (cuts) => ({ cuts })),
  },
  reset: {
    example: 'reset=2%',
    summary: 'the connection is dropped before the answer',
    read: (value) => withShare(value, (resets) => ({ resets })),
  },
  latency: {
    example: 'latency=200ms or 50ms-2s',
    summary: 'before each answer',
    read: (value) => {
      const [least = '', most = least] = value.split('-');
      const span = [milliseconds(least), milliseconds(most)] as const;
      return span[0] === undefined || span[1] === undefined || span[0] > span[1]
        ? undefined
        : { latencyMs: [span[0], span[1]] };
    },
  },
  strict: flag('strict', 'no capabilities, no filters, no restore: 422 for what it does not know', {
    isStrict: true,
  }),
  'no-cursor': flag('no-cursor', 'gives cursors, and refuses them', { refusesCursors: true }),
  'max-page': {
    example: 'max-page=50',
    summary: 'refuses larger pages',
    read: (value) => (/^[1-9]\d{0,2}$/u.test(value) ? { maxPageSize: Number(value) } : undefined),
  },
  'unknown-words': flag(
    'unknown-words',
    'one event in ten has a module, type and source that nobody knows; strict',
    {
      hasUnknownWords: true,
      isStrict: true,
    },
  ),
  shuffle: flag('shuffle', 'the events of a page in no order', { isShuffled: true }),
  repeat: flag('repeat', 'some events twice on a page', { repeatsEvents: true }),
  expire: {
    example: 'expire=15m',
    summary: 'tokens are good for so long',
    read: (value) => withSpan(value, (tokenLifeMs) => ({ tokenLifeMs })),
  },
  seed: {
    example: 'seed=7',
    summary: 'the same seed has the same faults in the same order',
    read: (seed) => (seed === '' ? undefined : { seed }),
  },
};

/** Example and summary of each word. */
export const faultWords: readonly (readonly [example: string, summary: string])[] = Object.values(words).map(
  ({ example, summary }) => [example, summary],
);

/** @throws SandboxError `sandbox-usage` for a word or a value that is none. */
export function parseFaults(spec: string): Faults {
  const parts = spec.split(',').map((part) => part.trim());
  const wanted = parts.filter((part) => part !== '').map(readWord);
  return Object.assign({ ...none }, ...wanted) as Faults;
}

function readWord(part: string): Partial<Faults> {
  const [name = '', value = ''] = part.split('=');
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  const read = word?.read(value);
  if (read !== undefined) return read;
  throw new SandboxError(
    'sandbox-usage',
    `“${part}” is no fault that can be rehearsed.`,
    word === undefined
      ? `There is ${faultWords.map(([example]) => example).join(', ')}.`
      : `It is written ${word.example}.`,
  );
}

function flag(example: string, summary: string, faults: Partial<Faults>): FaultWord {
  return { example, summary, read: (value) => (value === '' ? faults : undefined) };
}

function withShare(value: string, then: (share: number) => Partial<Faults>): Partial<Faults> | undefined {
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%$/u.exec(value) ?? [];
  const share = Number(percent) / 100;
  return share >= 0 && share <= 1 ? then(share) : undefined;
}

function withSpan(value: string, then: (ms: number) => Partial<Faults>): Partial<Faults> | undefined {
  const ms = milliseconds(value);
  return ms === undefined ? undefined : then(ms);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,6})(ms|s|m|h)$/u.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unitMs[unit] ?? 0);
}
