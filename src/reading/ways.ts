/**
 * The ways through a window: by order (`seek.ts`) as long as the account proves to have one, by division (`divide.ts`) where it
 * has not. What has been delivered stays delivered, and each way goes on from there.
 */
import type { AuditEvent, EventOrder } from '../audit/event.js';
import { DeliveryAgainst } from './against.js';
import { DeliveryAlong } from './along.js';
import type { Asker } from './ask.js';
import { type Axis, mirrored, newestFirstAxis, oldestFirstAxis, type Span } from './axis.js';
import type { Budget } from './budget.js';
import type { Delivered } from './delivery.js';
import { divide } from './divide.js';
import { Evidence } from './evidence.js';
import type { SeekEnd } from './seek.js';
import type { Sightings } from './sightings.js';

export interface WayOptions {
  readonly asker: Asker;
  readonly order: EventOrder;
  readonly keep: (event: AuditEvent) => boolean;
  readonly sightings: Sightings;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** What is left of the span, and why. */
interface Left {
  readonly end: SeekEnd | undefined;
  readonly rest: Span | undefined;
}

/**
 * Delivers the span's matching events in the stated order.
 *
 * @param whole in milliseconds since the epoch
 * @throws AccessError; the signal's reason
 */
export async function* deliveriesOf(whole: Span, options: WayOptions): AsyncGenerator<Delivered> {
  const first = yield* byOrder(whole, newestFirstAxis, options);
  const second =
    first.end === 'reversed' ? yield* byOrder(first.rest ?? whole, oldestFirstAxis, options) : first;
  if (second.end !== undefined && second.rest !== undefined) {
    yield* divided(second.rest, second.end === 'failing', options);
  }
}

async function* byOrder(whole: Span, axis: Axis, options: WayOptions): AsyncGenerator<Delivered, Left> {
  const isForward = axis === outputAxis(options);
  const seekOptions = { ...options, axis, isForward, span: mirrored(whole, axis), evidence: new Evidence() };
  const delivery = (isForward ? new DeliveryAlong(seekOptions) : new DeliveryAgainst(seekOptions)).run();
  let rest: Span | undefined = whole;
  for (;;) {
    const step = await delivery.next();
    if (step.done === true) return { end: step.value, rest };
    rest = step.value.rest;
    yield step.value;
  }
}

async function* divided(rest: Span, isKnownToFail: boolean, options: WayOptions): AsyncGenerator<Delivered> {
  const axis = outputAxis(options);
  const span = mirrored(rest, axis);
  const known = options.sightings.within(rest);
  for await (const { events, doneUpTo } of divide({ ...options, axis, span, known, isKnownToFail })) {
    const left = doneUpTo <= span.high ? mirrored({ low: doneUpTo, high: span.high }, axis) : undefined;
    yield { events, rest: left };
  }
}

function outputAxis({ order }: WayOptions): Axis {
  return order === 'newest-first' ? newestFirstAxis : oldestFirstAxis;
}
