/** What stood around an event: the changes of the same record before and after it, and what else the same hand did in that minute. */
import type { Window } from '../audit/coverage.js';
import { type AuditEvent, compareNewestFirst, compareOldestFirst, type EventOrder } from '../audit/event.js';
import { InterruptedError } from '../errors.js';
import { asAsked } from './question.js';
import type { Session } from './session.js';

export interface Surroundings {
  readonly neighbours: { readonly previous: AuditEvent | undefined; readonly next: AuditEvent | undefined };
  /** Oldest first, without the event itself. */
  readonly sameStroke: readonly AuditEvent[];
  /** False where a part of it could not be read. */
  readonly isWhole: boolean;
}

/** What a hand does in one stroke: deleting a pipeline takes its opportunities along. */
const strokeMs = 60_000;
/** A stroke of an import may be endless; nobody looks at more. */
const mostOfStroke = 1_000;

/**
 * Looks as far as `window` reaches. What cannot be read is left out and told: the event itself has been found.
 *
 * @throws InterruptedError at Ctrl-C.
 */
export async function lookAround(event: AuditEvent, window: Window, session: Session): Promise<Surroundings> {
  const { instantMs } = event;
  const [previous, next, stroke] = await Promise.all([
    beside(event, { sinceMs: window.sinceMs, untilMs: instantMs + 1 }, 'newest-first', session),
    beside(event, { sinceMs: instantMs, untilMs: window.untilMs }, 'oldest-first', session),
    strokeOf(event, window, session),
  ]);
  return {
    neighbours: { previous: previous.events[0], next: next.events[0] },
    sameStroke: stroke.events,
    isWhole: previous.isWhole && next.isWhole && stroke.isWhole,
  };
}

interface Part {
  readonly events: readonly AuditEvent[];
  readonly isWhole: boolean;
}

const nothing: Part = { events: [], isWhole: true };

/** The next event of the same record in that direction, in the log's stable order. */
async function beside(event: AuditEvent, window: Window, order: EventOrder, session: Session): Promise<Part> {
  const { recordId } = event;
  if (recordId === undefined) return nothing;
  const compare = order === 'newest-first' ? compareNewestFirst : compareOldestFirst;
  const matches = (other: AuditEvent) => other.recordId === recordId && compare(other, event) > 0;
  return read({ window, order, limit: 1, matches, recordId }, session);
}

async function strokeOf(event: AuditEvent, window: Window, session: Session): Promise<Part> {
  const { sourceId, instantMs, id } = event;
  if (sourceId === undefined) return nothing;
  const minute = {
    sinceMs: Math.max(window.sinceMs, instantMs - strokeMs),
    untilMs: Math.min(window.untilMs, instantMs + strokeMs + 1),
  };
  const matches = (other: AuditEvent) => other.sourceId === sourceId && other.id !== id;
  return read({ window: minute, order: 'oldest-first', limit: mostOfStroke, matches }, session);
}

interface Search {
  readonly window: Window;
  readonly order: EventOrder;
  readonly limit: number;
  readonly matches: (event: AuditEvent) => boolean;
  readonly recordId?: string;
}

async function read(search: Search, { log, voice }: Session): Promise<Part> {
  const reading = log.read({ ...search, push: {}, filterNames: [] });
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) events.push(...batch);
  const failure = reading.failure();
  if (failure instanceof InterruptedError) throw failure;
  if (failure !== undefined) await voice.detail(failure.message);
  return { events, isWhole: failure === undefined && asAsked(reading.coverage(), true).complete };
}
