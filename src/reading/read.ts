/**
 * The reading engine's front: a request becomes batches in a stated order and a coverage that says whether that is all. How the
 * events are come by is in `ways.ts`; here it is counted what was delivered, what is left, and why a reading ended.
 */
import type { Account, Capabilities } from '../account/account.js';
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import type { AuditError } from '../errors.js';
import type { Span } from './axis.js';
import { Budget } from './budget.js';
import { coverageOf, floorOf, unsettledSinceMs } from './coverage.js';
import type { Delivered } from './delivery.js';
import { asFailure } from './failure.js';
import { closed, keptBy, partOf, widened } from './frame.js';
import { introduce } from './introduction.js';
import { Ledger } from './ledger.js';
import type { Reading, ReadingProgress, ReadingRequest } from './reading.js';
import { Sightings } from './sightings.js';
import { deliveriesOf } from './ways.js';

/**
 * Reads the window's matching events. Failures end up in the coverage; the batches throw only what is a bug of ours.
 * @param options.signal aborts the reading; what is proven by then stays delivered
 */
export function readEvents(
  account: Account,
  request: ReadingRequest,
  options: { readonly signal: AbortSignal; readonly clock: Clock },
): Reading {
  return new WindowReading(account, request, options);
}

class WindowReading implements Reading {
  readonly #account: Account;
  readonly #request: ReadingRequest;
  readonly #ledger = new Ledger();
  readonly #keep: (event: AuditEvent) => boolean;
  readonly #sightings: Sightings;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #before: Pick<Coverage, 'requests' | 'retries' | 'refusals'>;
  #capabilities: Capabilities | undefined;
  #rest: Span | undefined;
  #failure: AuditError | undefined;
  #limit: Coverage['limit'];
  #hasBegun = false;

  constructor(
    account: Account,
    request: ReadingRequest,
    { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
  ) {
    this.#clock = clock;
    this.#account = account;
    this.#request = request;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    this.#startedMs = account.nowMs();
    const { requests, retries, refusals } = account.traffic;
    this.#before = { requests, retries, refusals };
    this.#rest = closed(request.window);
    this.#keep = keptBy(request);
    this.#sightings = new Sightings({
      order: request.order,
      keep: this.#keep,
      onForgotten: (event) => this.#forgot(event),
    });
  }

  async *batches(): AsyncGenerator<readonly AuditEvent[]> {
    if (this.#hasBegun) throw new Error('a reading can be iterated once');
    this.#hasBegun = true;
    try {
      yield* this.#limited(this.#deliveries());
    } catch (error) {
      this.#failure = asFailure(error, this.#signal);
    } finally {
      this.#stop.abort();
    }
  }

  progress(): ReadingProgress {
    const { sinceMs, untilMs } = this.#request.window;
    const rest = this.#restWindow();
    const left = rest === undefined ? 0 : rest.untilMs - rest.sinceMs;
    return {
      delivered: this.#ledger.delivered,
      part: untilMs > sinceMs ? 1 - left / (untilMs - sinceMs) : 1,
    };
  }

  failure(): AuditError | undefined {
    return this.#failure;
  }

  coverage(): Coverage {
    const { requests, retries, refusals } = this.#account.traffic;
    const before = this.#before;
    return coverageOf({
      request: this.#request,
      ledger: this.#ledger,
      capabilities: this.#capabilities,
      startedMs: this.#startedMs,
      nowMs: this.#account.nowMs(),
      rest: this.#restWindow(),
      stopped:
        this.#failure?.message ??
        (this.#limit === undefined ? 'the reading has not come to its end' : undefined),
      limit: this.#limit,
      traffic: {
        requests: requests - before.requests,
        retries: retries - before.retries,
        refusals: refusals - before.refusals,
      },
    });
  }

  /** Never an empty batch, never more than the limit; ends with it, and looks for no more than what has been told by then. */
  async *#limited(deliveries: AsyncGenerator<Delivered>): AsyncGenerator<readonly AuditEvent[]> {
    const { limit = Number.POSITIVE_INFINITY } = this.#request;
    for await (const { events: read, rest } of deliveries) {
      const events = this.#sightings.withForgotten(read, rest);
      const room = limit - this.#ledger.delivered;
      const batch = events.length > room ? events.slice(0, room) : events;
      this.#ledger.delivered += batch.length;
      const isCut = batch.length < events.length;
      if (!isCut) this.#rest = rest;
      const isReached = this.#ledger.delivered === limit && this.#rest !== undefined;
      if (isReached)
        this.#limit = { count: limit, moreMatch: isCut || this.#sightings.areWaiting ? true : undefined };
      if (batch.length > 0) yield batch;
      if (isReached) return;
    }
  }

  async *#deliveries(): AsyncGenerator<Delivered> {
    const { window } = this.#request;
    if (window.sinceMs >= window.untilMs) {
      this.#rest = undefined;
      return;
    }
    const { asker, capabilities } = await introduce(this.#account, this.#request, {
      ledger: this.#ledger,
      signal: this.#signal,
      clock: this.#clock,
      onEvents: (events) => this.#sightings.saw(events),
    });
    this.#capabilities = capabilities;
    const { limit, order } = this.#request;
    yield* deliveriesOf(widened(window), {
      asker,
      order,
      keep: this.#keep,
      sightings: this.#sightings,
      budget: new Budget({ limit, account: this.#account, asker, ledger: this.#ledger }),
      signal: this.#signal,
    });
  }

  /** What arrives late, behind what was read, is unsettled as it is; what the account keeps no longer is left out by right. */
  #forgot({ instantMs }: AuditEvent): void {
    const floor = floorOf({ capabilities: this.#capabilities, nowMs: this.#account.nowMs() });
    const isGone = floor?.origin === 'announced' && instantMs < floor.ms;
    if (isGone || instantMs >= unsettledSinceMs(this.#startedMs)) return;
    const window = { sinceMs: instantMs, untilMs: instantMs + 1 };
    this.#ledger.couldNotRead(window, 'the account told an event of this instant once and then left it out');
  }

  #restWindow(): Window | undefined {
    return partOf(this.#request.window, this.#rest);
  }
}
