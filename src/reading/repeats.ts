/**
 * Repeats removed by id, and the stable order of what is left. An account repeats an event where two asks meet, where
 * pages overlap and where `mongoLogs` holds what `logs` holds; a repeat bears the instant of its first telling, so after
 * sorting it lies beside it, and no set of all ids is needed.
 */
import type { AuditEvent } from '../audit/event.js';
import type { Ledger } from './ledger.js';

/**
 * The events of both lists, each once, sorted. Of an event that was told twice the first telling stays: `known` before
 * `fresh`, earlier before later. It may be `fresh` itself.
 */
export function sortedOnce(
  known: readonly AuditEvent[],
  fresh: readonly AuditEvent[],
  compare: (a: AuditEvent, b: AuditEvent) => number,
  ledger: Ledger,
): readonly AuditEvent[] {
  if (isStrictlySorted(fresh, compare)) {
    if (known.length === 0) return fresh;
    if (isStrictlySorted(known, compare)) return merged(known, fresh, compare, ledger);
  }
  const all = [...known, ...fresh].sort(compare);
  let kept = 0;
  for (const event of all) {
    const previous = kept === 0 ? undefined : all[kept - 1];
    if (previous !== undefined && isSame(previous, event)) ledger.repeated(previous, event);
    else all[kept++] = event;
  }
  all.length = kept;
  return all;
}

/** Two lists without repeats in them, as an account that keeps its order tells them: nothing needs sorting. */
function merged(
  known: readonly AuditEvent[],
  fresh: readonly AuditEvent[],
  compare: (a: AuditEvent, b: AuditEvent) => number,
  ledger: Ledger,
): AuditEvent[] {
  const all: AuditEvent[] = [];
  let at = 0;
  for (const event of fresh) {
    let next = known[at];
    while (next !== undefined && compare(next, event) < 0) {
      all.push(next);
      next = known[++at];
    }
    if (next !== undefined && isSame(next, event)) {
      ledger.repeated(next, event);
      all.push(next);
      at++;
    } else {
      all.push(event);
    }
  }
  for (; at < known.length; at++) {
    const next = known[at];
    if (next !== undefined) all.push(next);
  }
  return all;
}

function isSame(one: AuditEvent, other: AuditEvent): boolean {
  return one.id === other.id && one.instantMs === other.instantMs;
}

function isStrictlySorted(
  events: readonly AuditEvent[],
  compare: (a: AuditEvent, b: AuditEvent) => number,
): boolean {
  let previous: AuditEvent | undefined;
  for (const event of events) {
    if (previous !== undefined && compare(previous, event) >= 0) return false;
    previous = event;
  }
  return true;
}

/** So few are looked for one by one: what a page repeats of the one before stands at its beginning. */
const fewKnown = 8;

/** Whether every one of `known` is among `events`. */
export function containsAll(events: readonly AuditEvent[], known: readonly AuditEvent[]): boolean {
  if (known.length <= fewKnown) return known.every(({ id }) => contains(events, id));
  const ids = new Set<string>();
  for (const { id } of events) ids.add(id);
  return known.every(({ id }) => ids.has(id));
}

function contains(events: readonly AuditEvent[], wanted: string): boolean {
  for (const { id } of events) if (id === wanted) return true;
  return false;
}

/** Those of `events` that are not among `known`, by id. */
export function unknownAmong(events: readonly AuditEvent[], known: readonly AuditEvent[]): AuditEvent[] {
  if (events.length === 0) return [];
  const ids = new Set<string>();
  for (const { id } of known) ids.add(id);
  return events.filter(({ id }) => !ids.has(id));
}
