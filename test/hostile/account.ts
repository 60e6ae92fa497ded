/** The hostile account without a socket: a question in, an answer out, and a record of everything that was done to the client. */
import type { Clock } from '../../src/context.js';
import { type Answer, json, type Question, refusal } from './answer.js';
import { type Behaviours, type FaultKind, tame } from './behaviours.js';
import type { EventLog } from './event-log.js';
import { spoil } from './faults.js';
import { createLimiter, type Permission } from './limiter.js';
import { fractionOf } from './random.js';
import { createSearch, type SearchStats } from './search.js';

export const hostileLocation = 'HOSTILELOCATION00001';
export const hostileToken = 'hostile-session-token-that-must-stay-here';

export interface HostileOptions {
  readonly seed: number;
  readonly log: EventLog;
  readonly behaviours?: Partial<Behaviours>;
  /** The account's own clock differs from it by `skewMs`. */
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Where redirects lead. */
  readonly elsewhereUrl: string;
}

export interface HostileStats extends Readonly<SearchStats> {
  readonly requests: number;
  readonly searches: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Refused by the account's own limit. */
  readonly refusals: number;
  readonly dailyRefusals: number;
  readonly redirects: number;
  readonly maxInFlight: number;
}

export interface HostileAccount {
  readonly behaviours: Behaviours;
  readonly log: EventLog;
  readonly elsewhereUrl: string;
  nowMs(): number;
  answer(question: Question): Answer;
  /** What the answer takes in the account's time. */
  latencyMs(): number;
  /** Told by whoever carries answers, so that requests at once can be counted. */
  begin(): () => void;
  stats(): HostileStats;
}

export function createHostileAccount(options: HostileOptions): HostileAccount {
  const { seed, log, clock, elsewhereUrl } = options;
  const behaviours: Behaviours = { ...tame, ...options.behaviours };
  const search = createSearch(seed, log, behaviours);
  const limiter = behaviours.limit && createLimiter(behaviours.limit);
  const faults: Record<string, number> = {};
  const faultsInARow = new Map<string, number>();
  const counts = { requests: 0, searches: 0, refusals: 0, dailyRefusals: 0, redirects: 0, maxInFlight: 0 };
  let inFlight = 0;

  const nowMs = () => clock.nowMs() + behaviours.skewMs;

  function answer(question: Question): Answer {
    counts.requests += 1;
    const permission = limiter?.take(nowMs());
    const limitHeaders = permission ? headersOfLimit(behaviours, permission, counts.requests) : {};
    const spoken = permission?.isAllowed === false ? refuseRate(permission) : answerAllowed(question);
    const headers = { date: new Date(nowMs()).toUTCString(), ...limitHeaders, ...spoken.headers };
    return { ...spoken, headers };
  }

  function refuseRate({ waitMs }: Permission): Answer {
    counts.refusals += 1;
    const retryAfter: Record<string, string> = behaviours.limit?.saysRetryAfter
      ? { 'retry-after': String(Math.ceil(waitMs / 1_000)) }
      : {};
    return refusal(429, 'Too many requests', retryAfter);
  }

  function answerAllowed(question: Question): Answer {
    if (behaviours.dailyRequests !== undefined && counts.requests > behaviours.dailyRequests) {
      counts.dailyRefusals += 1;
      return refusal(429, 'Daily limit reached', { 'x-ratelimit-daily-remaining': '0' });
    }
    const { always } = behaviours;
    if (always === 'redirect') return redirect(question);
    if (always === 'wrong-location') return refusal(403, 'The token does not have access to this location.');
    if (always === 'token-refused') return refusal(401, 'Invalid JWT');
    if (always === 'scope-missing') return refusal(401, 'The token is not authorized for this scope.');
    const truth = route(question);
    const fault = always ?? (truth.status === 200 ? faultFor(question) : undefined);
    return fault === undefined ? maybeRedirected(question, truth) : spoilt(truth, fault);
  }

  function route({ method, target, headers }: Question): Answer {
    const url = new URL(target, 'http://account.invalid');
    if (method !== 'GET') return refusal(405, 'Method not allowed');
    if (!headers['version']) return refusal(401, 'version header was not found');
    if (!hasToken(headers)) return refusal(401, 'Invalid JWT');
    if (url.pathname === '/audit/search/v2') return answerSearch(url.searchParams, headers);
    if (url.pathname === '/audit/capabilities') return answerCapabilities(behaviours);
    if (url.pathname === `/locations/${hostileLocation}`) return json(200, location);
    return refusal(404, `Cannot GET ${url.pathname}`);
  }

  function answerSearch(parameters: URLSearchParams, headers: Question['headers']): Answer {
    if (!headers['channel'] || !headers['source']) return refusal(401, 'version header was not found');
    if (parameters.get('locationId') !== hostileLocation) {
      return refusal(403, 'The token does not have access to this location.');
    }
    counts.searches += 1;
    if (behaviours.tokenPages !== undefined && counts.searches > behaviours.tokenPages) {
      return refusal(401, 'jwt expired');
    }
    return search.answer(parameters, nowMs());
  }

  function faultFor({ target }: Question): FaultKind | undefined {
    if (isPoisoned(target, behaviours)) return behaviours.poison?.kind;
    const { share, kinds, maxInARow } = behaviours.faults;
    const inARow = faultsInARow.get(target) ?? 0;
    if (inARow >= maxInARow || fractionOf(seed, counts.requests, 50) >= share) {
      faultsInARow.delete(target);
      return undefined;
    }
    faultsInARow.set(target, inARow + 1);
    return kinds[Math.floor(fractionOf(seed, counts.requests, 51) * kinds.length)];
  }

  function spoilt(truth: Answer, kind: FaultKind): Answer {
    faults[kind] = (faults[kind] ?? 0) + 1;
    return spoil(truth, kind, { nowMs: nowMs(), fraction: fractionOf(seed, counts.requests, 52) });
  }

  function maybeRedirected(question: Question, truth: Answer): Answer {
    return fractionOf(seed, counts.requests, 53) < behaviours.redirects ? redirect(question) : truth;
  }

  function redirect({ target }: Question): Answer {
    counts.redirects += 1;
    return refusal(302, 'Found', { location: `${elsewhereUrl}${target}` });
  }

  function begin(): () => void {
    inFlight += 1;
    counts.maxInFlight = Math.max(counts.maxInFlight, inFlight);
    return () => {
      inFlight -= 1;
    };
  }

  return {
    behaviours,
    log,
    elsewhereUrl,
    nowMs,
    answer,
    begin,
    latencyMs: () => {
      const [least, most] = behaviours.latencyMs;
      return least + Math.floor(fractionOf(seed, counts.requests, 54) * (most - least + 1));
    },
    stats: () => ({ ...counts, ...search.stats, faults: { ...faults } }),
  };
}

const location = {
  location: { id: hostileLocation, companyId: 'COMPANY', name: 'Hostile', timezone: 'America/Chicago' },
};

function hasToken(headers: Question['headers']): boolean {
  return headers['authorization'] === `Bearer ${hostileToken}` || headers['token-id'] === hostileToken;
}

function answerCapabilities({ capabilities, maxPageSize }: Behaviours): Answer {
  if (!capabilities) return refusal(404, 'Cannot GET /audit/capabilities');
  return json(200, {
    filters: capabilities.filters,
    maxPageSize,
    ...retention(capabilities),
    restore: false,
  });
}

function retention({ retentionDays }: { readonly retentionDays: number | undefined }): object {
  return retentionDays === undefined ? {} : { retentionDays, plan: 'hostile' };
}

function isPoisoned(target: string, { poison }: Behaviours): boolean {
  if (!poison || !target.startsWith('/audit/search/v2')) return false;
  const { searchParams } = new URL(target, 'http://account.invalid');
  const startMs = Date.parse(searchParams.get('startAt') ?? '');
  const endMs = Date.parse(searchParams.get('endAt') ?? '');
  return startMs < poison.untilMs && endMs >= poison.sinceMs;
}

function headersOfLimit(
  { limit }: Behaviours,
  { remaining }: Permission,
  requests: number,
): Readonly<Record<string, string>> {
  if (!limit?.hasHeaders) return {};
  return {
    'x-ratelimit-max': String(limit.requests),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-interval-milliseconds': String(limit.intervalMs),
    'x-ratelimit-limit-daily': '200000',
    'x-ratelimit-daily-remaining': String(Math.max(0, 200_000 - requests)),
  };
}
