/**
 * The reading engine's table of contents: a request becomes batches in a stated order and a coverage that says whether that is
 * all. It reads by order (`seek.ts`) as long as the account proves to have one, and by division (`divide.ts`) where it
 * has not; what has been delivered stays delivered, and each way goes on from there.
 */
import type { Account, Capabilities } from '../account/account.js';
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import type { AuditError } from '../errors.js';
import { DeliveryAgainst } from './against.js';
import { DeliveryAlong } from './along.js';
import type { Asker } from './ask.js';
import { type Axis, mirrored, newestFirstAxis, oldestFirstAxis, type Span } from './axis.js';
import { Budget } from './budget.js';
import { coverageOf, floorOf, unsettledSinceMs } from './coverage.js';
import type { Delivered } from './delivery.js';
import { divide } from './divide.js';
import { Evidence } from './evidence.js';
import { asFailure } from './failure.js';
import { introduce } from './introduction.js';
import { Ledger } from './ledger.js';
import type { Reading, ReadingProgress, ReadingRequest } from './reading.js';
import type { SeekEnd, SeekOptions } from './seek.js';
import { Sightings } from './sightings.js';

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
    const whole = widened(window);
    const first = yield* this.#byOrder(asker, whole, newestFirstAxis);
    const second =
      first.end === 'reversed' ? yield* this.#byOrder(asker, first.rest ?? whole, oldestFirstAxis) : first;
    if (second.end !== undefined && second.rest !== undefined) {
      yield* this.#divided(asker, second.rest, second.end === 'failing');
    }
  }

  /** Gives back what is left, and why. */
  async *#byOrder(
    asker: Asker,
    whole: Span,
    axis: Axis,
  ): AsyncGenerator<Delivered, { readonly end: SeekEnd | undefined; readonly rest: Span | undefined }> {
    const isForward = (axis === newestFirstAxis) === (this.#request.order === 'newest-first');
    const options: SeekOptions = {
      ...this.#reader(asker),
      axis,
      isForward,
      span: mirrored(whole, axis),
      evidence: new Evidence(),
    };
    const delivery = (isForward ? new DeliveryAlong(options) : new DeliveryAgainst(options)).run();
    let rest: Span | undefined = whole;
    for (;;) {
      const step = await delivery.next();
      if (step.done === true) return { end: step.value, rest };
      rest = step.value.rest;
      yield step.value;
    }
  }

  async *#divided(asker: Asker, rest: Span, isKnownToFail: boolean): AsyncGenerator<Delivered> {
    const axis = this.#request.order === 'newest-first' ? newestFirstAxis : oldestFirstAxis;
    const span = mirrored(rest, axis);
    for await (const { events, doneUpTo } of divide({
      ...this.#reader(asker),
      axis,
      span,
      known: this.#sightings.within(rest),
      isKnownToFail,
    })) {
      const left = doneUpTo <= span.high ? mirrored({ low: doneUpTo, high: span.high }, axis) : undefined;
      yield { events, rest: left };
    }
  }

  #reader(asker: Asker) {
    const { limit } = this.#request;
    return {
      asker,
      keep: this.#keep,
      sightings: this.#sightings,
      budget: new Budget({ limit, account: this.#account, asker, ledger: this.#ledger }),
      signal: this.#signal,
    };
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
    if (this.#rest === undefined) return undefined;
    const { window } = this.#request;
    const sinceMs = Math.max(window.sinceMs, this.#rest.low);
    const untilMs = Math.min(window.untilMs, this.#rest.high + 1);
    return sinceMs < untilMs ? { sinceMs, untilMs } : undefined;
  }
}

function keptBy({ window, matches }: ReadingRequest): (event: AuditEvent) => boolean {
  const { sinceMs, untilMs } = window;
  if (matches === undefined) return ({ instantMs }) => instantMs >= sinceMs && instantMs < untilMs;
  return (event) => event.instantMs >= sinceMs && event.instantMs < untilMs && matches(event);
}

function closed({ sinceMs, untilMs }: Window): Span {
  return { low: sinceMs, high: untilMs - 1 };
}

/** By a millisecond at both ends, so that an account that leaves its ends out still tells what lies on them. */
function widened({ sinceMs, untilMs }: Window): Span {
  return { low: sinceMs - 1, high: untilMs };
}
