/** An event (a row of the log) and its stable order. */

/** A JSON object whose contents nobody has promised. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface AuditEvent {
  readonly id: string;
  /** When it happened: milliseconds since the epoch, UTC. */
  readonly instantMs: number;
  /** The wire's action, e.g. `TAG_ADDED`; open vocabulary. */
  readonly type: string;
  /** The wire's `documentType`, e.g. `CONTACT`; open vocabulary. */
  readonly module: string;
  readonly recordId: string | undefined;
  /** Trimmed; undefined where the wire has none or only space. */
  readonly recordName: string | undefined;
  /** The contact that the record belongs to (`secondaryId`). */
  readonly contactId: string | undefined;
  /** The wire's source; the truer one from `meta.after.createdBy.source` where `source` is `UNKNOWN_SOURCE`. */
  readonly source: string;
  /** User or workflow that did it. */
  readonly sourceId: string | undefined;
  /** Undefined where the wire says null, blank, or the word `UNKNOWN`. */
  readonly sourceName: string | undefined;
  readonly changedFields: readonly string[];
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  readonly meta: JsonObject | undefined;
  /** The event's JSON text exactly as the account sent it. */
  readonly rawText: string;
  /** `rawText`, where it is known to be printable ASCII: it can be written as it is. It may hold on to more than itself. */
  readonly printableRaw?: string | undefined;
  /** Known to hold, in all its texts, values and names of fields alike, nothing but printable ASCII without quotes and backslashes. */
  readonly isPlain?: boolean;
}

export type EventOrder = 'newest-first' | 'oldest-first';

/** Ascending by instant, then by id: the order in which the log happened, the same on every machine. */
export function compareOldestFirst(a: AuditEvent, b: AuditEvent): number {
  return a.instantMs - b.instantMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The exact reverse of compareOldestFirst. */
export function compareNewestFirst(a: AuditEvent, b: AuditEvent): number {
  return compareOldestFirst(b, a);
}
