/** Holds: what must be kept, whoever asks for its erasure, until it is released. */
import { hash } from 'node:crypto';
import type { AuditEvent } from '../../audit/event.js';
import type { HoldRecord, LedgerRecord, RecordedWindow } from '../store/ledger.js';

/** How a hold names a record: the ledger is kept for good, and holds nothing of anybody. */
export function heldRecord(recordId: string): string {
  return `sha256:${hash('sha256', recordId, 'hex')}`;
}

interface Release {
  readonly at: string;
  readonly case: string;
}

/** A hold, and what ended it. */
export interface Hold {
  readonly record: HoldRecord;
  readonly released: Release | undefined;
}

/** The holds of an archive, as its ledger tells of them. */
export class Holds {
  readonly #holds = new Map<string, Hold>();

  /** In the order of the ledger. */
  add(record: LedgerRecord): void {
    if (record.kind === 'hold') this.#holds.set(record.hold, { record, released: undefined });
    if (record.kind !== 'release') return;
    const hold = this.#holds.get(record.hold);
    const { at, case: caseText } = record;
    if (hold !== undefined) this.#holds.set(record.hold, { ...hold, released: { at, case: caseText } });
  }

  /** Oldest first. */
  get all(): readonly Hold[] {
    return [...this.#holds.values()];
  }

  /** The hold of that name. */
  get(name: string): Hold | undefined {
    return this.#holds.get(name);
  }

  /** A name that no hold bears yet. */
  get nextName(): string {
    return `hold-${this.#holds.size + 1}`;
  }

  /** The holds in force that cover an event. */
  covering(event: Pick<AuditEvent, 'recordId' | 'contactId' | 'instantMs'>): readonly HoldRecord[] {
    return this.all.flatMap(({ record, released }) =>
      released === undefined && covers(record.scope, event) ? [record] : [],
    );
  }
}

function covers(
  scope: HoldRecord['scope'],
  { recordId, contactId, instantMs }: Pick<AuditEvent, 'recordId' | 'contactId' | 'instantMs'>,
): boolean {
  if ('window' in scope) return isWithin(scope.window, instantMs);
  return [recordId, contactId].some((id) => id !== undefined && scope.records.includes(heldRecord(id)));
}

function isWithin({ since, until }: RecordedWindow, instantMs: number): boolean {
  return instantMs >= Date.parse(since) && instantMs < Date.parse(until);
}
