/** Puts a case to the client and the engine, in memory or over a socket, and has the result judged. */
import { createAccount } from '../../src/account/client.js';
import { createNetwork } from '../../src/account/undici-network.js';
import type { AuditEvent } from '../../src/audit/event.js';
import type { Network } from '../../src/context.js';
import { AuditError } from '../../src/errors.js';
import { readEvents } from '../../src/reading/read.js';
import type { Reading, ReadingRequest } from '../../src/reading/reading.js';
import {
  createHostileAccount,
  type HostileStats,
  hostileLocation,
  hostileToken,
} from '../hostile/account.js';
import { type Behaviours, faultsOnSockets } from '../hostile/behaviours.js';
import { createEventLog, type EventLog } from '../hostile/event-log.js';
import { startHostileAccount } from '../hostile/listener.js';
import { createInMemoryNetwork, inMemoryElsewhereUrl, inMemoryUrl } from '../hostile/network.js';
import { createRandom } from '../hostile/random.js';
import { createJudge, type Verdict } from '../hostile/verdict.js';
import { createVirtualClock, type VirtualClock } from '../hostile/virtual-clock.js';
import type { Case, Wanted } from './random-case.js';
import { underVirtualClock } from './real-network.js';

/** What a stalled answer costs on a real socket; far more than an answer on loopback takes. */
const usualSilenceMs = 250;

/** Real time in which a run that moves makes a request. */
const standstillMs = 4_000;

/** What an interactive command allows (`AUDIT_MAX_WAIT`). */
const maxWaitMs = 300_000;

export interface CaseResult {
  readonly verdict: Verdict;
  readonly complete: boolean;
  /** What ended the reading before its end; undefined where nothing did. */
  readonly failure: AuditError | undefined;
  readonly stats: HostileStats;
  /** Tokens that reached another host. */
  readonly tokensElsewhere: number;
  /** In the account's time. */
  readonly tookMs: number;
}

/** Runs it without a socket, in virtual time. */
export async function runInMemory(asked: Case): Promise<CaseResult> {
  const clock = createVirtualClock(asked.nowMs - asked.behaviours.skewMs);
  const log = createEventLog(asked.plan);
  const account = createHostileAccount({ ...asked, log, clock, elsewhereUrl: inMemoryElsewhereUrl });
  const network = createInMemoryNetwork(account, clock);
  const outcome = await readAndJudge(asked, {
    clock,
    log,
    network,
    url: inMemoryUrl,
    countRequests: () => account.stats().requests,
  });
  return { ...outcome, stats: account.stats(), tokensElsewhere: network.elsewhere().tokens };
}

/** Runs it over loopback, with the real network. */
export async function runOverSocket(asked: Case, silenceMs = usualSilenceMs): Promise<CaseResult> {
  const clock = createVirtualClock(asked.nowMs - asked.behaviours.skewMs);
  const log = createEventLog(asked.plan);
  const behaviours = withFewStalls(asked.behaviours);
  const hostile = await startHostileAccount({ ...asked, behaviours, log, clock, pass: clock.pass });
  const network = underVirtualClock(createNetwork(), clock, silenceMs);
  try {
    const outcome = await readAndJudge(asked, {
      clock,
      log,
      network,
      url: hostile.url,
      countRequests: () => hostile.stats().requests,
    });
    return { ...outcome, stats: hostile.stats(), tokensElsewhere: hostile.elsewhere().tokens };
  } finally {
    await network.close();
    await hostile.close();
  }
}

function withFewStalls(behaviours: Behaviours): Behaviours {
  const { faults, poison } = behaviours;
  return {
    ...behaviours,
    faults: { ...faults, kinds: faultsOnSockets },
    poison: poison && { ...poison, kind: 'gateway-timeout' },
  };
}

interface Scene {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly network: Network;
  readonly url: string;
  readonly countRequests: () => number;
}

/** @throws whatever is not an AuditError: a bug is never a result. */
async function readAndJudge(
  asked: Case,
  { clock, log, network, url, countRequests }: Scene,
): Promise<Omit<CaseResult, 'stats' | 'tokensElsewhere'>> {
  const { behaviours } = asked;
  const accountNowMs = () => clock.nowMs() + behaviours.skewMs;
  const random = createRandom(asked.seed);
  const startedMs = accountNowMs();
  const controller = new AbortController();
  const account = createAccount({
    apiUrl: url,
    locationId: hostileLocation,
    auth: asked.seed % 2 === 0 ? 'bearer' : 'token-id',
    token: hostileToken,
    network,
    clock,
    random: random.fraction,
    maxWaitMs,
    signal: controller.signal,
  });
  // The first answer tells the account's time; the window may not end after it.
  await account.capabilities().catch(expected);
  const untilMs = Math.max(asked.sinceMs, Math.min(asked.untilMs, account.nowMs()));
  const window = { sinceMs: asked.sinceMs, untilMs };
  const isWanted = wantedByNumber(asked.wanted, log);
  const judge = createJudge(log, { window, order: asked.order, limit: asked.limit, isWanted });
  const reading = readEvents(account, requestOf(asked, window), { signal: controller.signal, clock });
  const mostRequests = 10_000 + 10 * log.count;
  await endOf(exhaust(reading, judge.see), countRequests, mostRequests).finally(() => controller.abort());
  const coverage = reading.coverage();
  const times = {
    startedMs,
    endedMs: accountNowMs(),
    retentionMs: behaviours.retentionDays === undefined ? undefined : behaviours.retentionDays * 86_400_000,
    // An announcement that a fault has swallowed is none; the coverage then says that the floor is assumed.
    isFloorKnown: coverage.floor?.origin === 'announced',
  };
  return {
    verdict: judge.verdict(coverage, times),
    complete: coverage.complete,
    failure: reading.failure(),
    tookMs: times.endedMs - startedMs,
  };
}

async function exhaust(reading: Reading, see: (batch: readonly AuditEvent[]) => void): Promise<void> {
  for await (const batch of reading.batches()) see(batch);
}

/**
 * @throws when a run does not end: either no request has been made for so long (every wait is virtual, so that nothing
 *   moves any more), or there have been far more of them than any account of this size can need
 */
async function endOf<T>(run: Promise<T>, countRequests: () => number, mostRequests: number): Promise<T> {
  let requests = countRequests();
  let timer: NodeJS.Timeout | undefined;
  const noEnd = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const isStill = countRequests() === requests;
      requests = countRequests();
      if (isStill) reject(new Error(`the reading came to a standstill after ${requests} requests`));
      if (requests > mostRequests) reject(new Error(`no end after ${requests} requests`));
    }, standstillMs);
  });
  try {
    return await Promise.race([run, noEnd]);
  } finally {
    clearInterval(timer);
  }
}

function expected(error: unknown): void {
  if (!(error instanceof AuditError)) throw error;
}

function requestOf(asked: Case, window: ReadingRequest['window']): ReadingRequest {
  const { order, limit, wanted } = asked;
  const plain = { window, order, limit, matches: undefined, push: {}, filterNames: [] };
  switch (wanted.kind) {
    case 'everything':
      return plain;
    case 'record':
      return { ...plain, recordId: wanted.record, filterNames: ['record'] };
    case 'type': {
      const matches = (event: AuditEvent) => event.type === wanted.type;
      return { ...plain, matches, push: { type: [wanted.type] }, filterNames: ['type'] };
    }
  }
}

function wantedByNumber(wanted: Wanted, log: EventLog): (index: number) => boolean {
  switch (wanted.kind) {
    case 'everything':
      return () => true;
    case 'record':
      return (index) => log.record(index) === wanted.record;
    case 'type':
      return (index) => log.type(index) === wanted.type;
  }
}
