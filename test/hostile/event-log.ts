/** The hostile account's log: when each event happened and when it could first be seen. Instants are numbers in one typed array; an event's text is made when a page asks for it. */
import { fractionOf } from './random.js';
import {
  type EventKind,
  type EventShares,
  indexOfId,
  kindOfEvent,
  moduleOfEvent,
  noShares,
  recordOfEvent,
  textOfEvent,
  typeOfEvent,
  userOfEvent,
} from './wire-event.js';

/** So many events, spread over a span of time; a length of 0 puts all of them into one millisecond. */
export interface Stretch {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly count: number;
}

export interface LogPlan {
  readonly seed: number;
  readonly stretches: readonly Stretch[];
  readonly shares?: Partial<EventShares>;
  /** Share of the events that come behind others, and by how much at most. */
  readonly late?: { readonly share: number; readonly maxLagMs: number };
  /** Share of the events that are told differently when they are told again. */
  readonly conflicts?: number;
  /** Numbers of events that are this many bytes longer. */
  readonly padded?: ReadonlyMap<number, number>;
}

/** Events are numbered from 0 in the order of their instants. */
export interface EventLog {
  readonly seed: number;
  readonly count: number;
  readonly maxLagMs: number;
  instantMs(index: number): number;
  /** When the account could first show it. */
  arrivesAtMs(index: number): number;
  /** The first event at or after this instant; `count` where there is none. */
  firstAt(instantMs: number): number;
  kind(index: number): EventKind;
  type(index: number): string;
  module(index: number): string;
  user(index: number): string;
  record(index: number): string;
  /** Its JSON text; `telling` 1 differs from 0 only where the plan has conflicts. */
  text(index: number, telling: number): string;
  indexOf(id: string): number | undefined;
}

export function createEventLog(plan: LogPlan): EventLog {
  const { seed } = plan;
  const instants = instantsOf(plan);
  const shares = { ...noShares, ...plan.shares };
  const late = plan.late ?? { share: 0, maxLagMs: 0 };
  const instantMs = (index: number) => instants[index] ?? Number.POSITIVE_INFINITY;
  const kind = (index: number) => kindOfEvent(seed, index, shares);
  const lagMs = (index: number) =>
    fractionOf(seed, index, 20) < late.share ? Math.ceil(fractionOf(seed, index, 21) * late.maxLagMs) : 0;
  return {
    seed,
    count: instants.length,
    maxLagMs: late.maxLagMs,
    instantMs,
    arrivesAtMs: (index) => instantMs(index) + lagMs(index),
    firstAt: (atMs) => lowerBound(instants, atMs),
    kind,
    type: (index) => typeOfEvent(seed, index),
    module: (index) => moduleOfEvent(seed, index),
    user: (index) => userOfEvent(seed, index),
    record: (index) => recordOfEvent(seed, index),
    text: (index, telling) =>
      textOfEvent(seed, index, {
        kind: kind(index),
        instantMs: instantMs(index),
        telling: fractionOf(seed, index, 22) < (plan.conflicts ?? 0) ? telling : 0,
        padding: plan.padded?.get(index) ?? 0,
      }),
    indexOf: (id) => {
      const index = indexOfId(seed, id);
      return index !== undefined && index < instants.length ? index : undefined;
    },
  };
}

function instantsOf({ seed, stretches }: LogPlan): Float64Array {
  const instants = new Float64Array(stretches.reduce((sum, { count }) => sum + count, 0));
  let next = 0;
  for (const { startMs, lengthMs, count } of stretches) {
    for (let k = 0; k < count; k += 1) {
      const jitter = count > 1_000 ? (k + 0.5) / count : fractionOf(seed, next, 23);
      instants[next] = Math.floor(startMs + jitter * lengthMs);
      next += 1;
    }
  }
  return instants.sort();
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
