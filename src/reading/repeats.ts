/**
 * Repeats removed by id, and the stable order of what is left. An account repeats an event where two asks meet, where
 * pages overlap and where `mongoLogs` holds what `logs` holds; a repeat bears the instant of its first telling, so after
 * sorting it lies beside it, and no set of all ids is needed.
 */
import type { AuditEvent } from '../audit/event.js';
import type { Ledger } from './ledger.js';

/**
 * The events of both lists, each once, sorted. Of an event that was told twice the first telling stays: `known` before
 * `fresh`, earlier before later.
 */
export function sortedOnce(
  known: readonly AuditEvent[],
  fresh: readonly AuditEvent[],
  compare: (a: AuditEvent, b: AuditEvent) => number,
  ledger: Ledger,
): AuditEvent[] {
  const all = known.length === 0 ? fresh.slice() : [...known, ...fresh];
  if (isStrictlySorted(all, compare)) return all;
  all.sort(compare);
  let kept = 0;
  for (const event of all) {
    const previous = kept === 0 ? undefined : all[kept - 1];
    if (previous !== undefined && previous.id === event.id && previous.instantMs === event.instantMs) {
      ledger.repeated(previous, event);
    } else {
      all[kept++] = event;
    }
  }
  all.length = kept;
  return all;
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

/** Whether every one of `known` is among `events`. */
export function containsAll(events: readonly AuditEvent[], known: readonly AuditEvent[]): boolean {
  if (known.length === 0) return true;
  const ids = new Set<string>();
  for (const { id } of events) ids.add(id);
  return known.every(({ id }) => ids.has(id));
}

/** Those of `events` that are not among `known`, by id. */
export function unknownAmong(events: readonly AuditEvent[], known: readonly AuditEvent[]): AuditEvent[] {
  if (events.length === 0) return [];
  const ids = new Set<string>();
  for (const { id } of known) ids.add(id);
  return events.filter(({ id }) => !ids.has(id));
}
