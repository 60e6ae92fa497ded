/** An account in memory that tells a known log in as many ways as an account might: the truth that the engine is held against. */
import type { Account, Capabilities, LogPage, LogPageQuery } from '../../src/account/account.js';
import { RequestRefusedError } from '../../src/account/failure.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { UnreachableError } from '../../src/errors.js';

export interface Manners {
  readonly order: 'newest-first' | 'oldest-first' | 'scrambled' | 'shuffled-pages' | 'swapped-pages';
  readonly ties: 'stable' | 'unstable';
  readonly startIsOpen: boolean;
  readonly endIsOpen: boolean;
  readonly maxPageSize: number;
  readonly tooLarge: 'clamped' | 'refused';
  readonly hasMore: 'honest' | 'false-on-full-page' | 'always-false' | 'always-true';
  /** Share of answers that are empty and say that there is more. */
  readonly emptyMoments: number;
  readonly emptySlots: boolean;
  readonly overlap: number;
  readonly mongo: 'none' | 'share' | 'repeat';
  readonly cursor: 'none' | 'optional' | 'refused' | 'needed' | 'repeats';
  readonly grainMs: number;
  /** Asks that touch it fail. */
  readonly poison: { readonly low: number; readonly high: number } | undefined;
  readonly parallelism: number;
  readonly retentionDays: number | undefined;
  readonly filters: readonly string[];
}

const polite: Manners = {
  order: 'newest-first',
  ties: 'stable',
  startIsOpen: false,
  endIsOpen: false,
  maxPageSize: 100,
  tooLarge: 'clamped',
  hasMore: 'honest',
  emptyMoments: 0,
  emptySlots: false,
  overlap: 0,
  mongo: 'none',
  cursor: 'none',
  grainMs: 1,
  poison: undefined,
  parallelism: 4,
  retentionDays: undefined,
  filters: [],
};

export function eventAt(instantMs: number, id: string, type = 'UPDATED'): AuditEvent {
  return {
    id,
    instantMs,
    type,
    module: 'CONTACT',
    recordId: undefined,
    recordName: undefined,
    contactId: undefined,
    source: 'WEB_USER',
    sourceId: undefined,
    sourceName: undefined,
    changedFields: [],
    before: undefined,
    after: undefined,
    meta: undefined,
    rawText: `{"_id":"${id}"}`,
  };
}

/** Deterministic numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class FakeAccount implements Account {
  readonly locationId = 'LOCATION';
  readonly apiUrl = 'https://account.invalid';
  readonly parallelism: number;
  readonly asked: LogPageQuery[] = [];
  nowAt = Number.MAX_SAFE_INTEGER;
  /** Called before each answer; may throw. */
  beforeAnswer: (number: number) => void = () => undefined;
  readonly #emptyInARow = new Map<string, number>();
  readonly #manners: Manners;
  readonly #random: () => number;
  #events: readonly AuditEvent[];

  constructor(events: readonly AuditEvent[], manners: Partial<Manners> = {}, seed = 1) {
    this.#manners = { ...polite, ...manners };
    this.parallelism = this.#manners.parallelism;
    this.#random = randomFrom(seed);
    this.#events = events.toSorted((a, b) => a.instantMs - b.instantMs || (a.id < b.id ? -1 : 1));
  }

  get traffic() {
    return { requests: this.asked.length, retries: 0, refusals: 0 };
  }

  nowMs(): number {
    return this.nowAt;
  }

  add(event: AuditEvent): void {
    this.#events = [...this.#events, event].toSorted(
      (a, b) => a.instantMs - b.instantMs || (a.id < b.id ? -1 : 1),
    );
  }

  async capabilities(): Promise<Capabilities> {
    const { maxPageSize, retentionDays, filters, tooLarge } = this.#manners;
    const isAnnounced = retentionDays !== undefined || filters.length > 0;
    return {
      announced: isAnnounced,
      filters,
      maxPageSize: tooLarge === 'refused' || !isAnnounced ? 100 : maxPageSize,
      retentionDays,
      plan: undefined,
      restore: false,
    };
  }

  async logPage(query: LogPageQuery, signal: AbortSignal): Promise<LogPage> {
    signal.throwIfAborted();
    this.asked.push(query);
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    signal.throwIfAborted();
    this.beforeAnswer(this.asked.length);
    return this.#answer(query);
  }

  #answer(query: LogPageQuery): LogPage {
    const { maxPageSize, tooLarge, poison, hasMore, mongo, emptyMoments } = this.#manners;
    if (query.pageSize > maxPageSize && tooLarge === 'refused') throw refused('pageSize');
    if (poison && query.startAtMs <= poison.high && query.endAtMs >= poison.low) {
      throw new UnreachableError('unreachable', 'The account kept failing.');
    }
    const question = JSON.stringify(query);
    const emptyInARow = this.#emptyInARow.get(question) ?? 0;
    if (emptyInARow < 2 && this.#random() < emptyMoments) {
      this.#emptyInARow.set(question, emptyInARow + 1);
      return { events: [], malformed: [], hasMore: true, cursorToken: undefined };
    }
    this.#emptyInARow.delete(question);
    const page = this.#pageAsked(query);
    const size = Math.min(query.pageSize, maxPageSize);
    const rows = this.#rows(query);
    const { told, more } = this.#page(rows, page, size);
    const says = {
      honest: more,
      'false-on-full-page': more && told.length < size,
      'always-false': false,
      'always-true': true,
    };
    return {
      events: shared(told, mongo),
      malformed: [],
      hasMore: says[hasMore],
      cursorToken: this.#cursor(page + 1, more),
    };
  }

  #pageAsked({ page, cursorToken }: LogPageQuery): number {
    const { cursor } = this.#manners;
    if (cursor === 'needed') return cursorToken === undefined ? 1 : Number(cursorToken);
    if (cursorToken === undefined) return page;
    if (cursor === 'refused') throw refused('cursorToken');
    return cursor === 'repeats' ? 2 : Number(cursorToken);
  }

  #cursor(nextPage: number, more: boolean): string | undefined {
    return this.#manners.cursor === 'none' || !more ? undefined : String(nextPage);
  }

  #rows({ startAtMs, endAtMs }: LogPageQuery): AuditEvent[] {
    const { startIsOpen, endIsOpen, grainMs, order, ties } = this.#manners;
    const low = Math.floor(startAtMs / grainMs) * grainMs + (startIsOpen ? 1 : 0);
    const high = Math.floor(endAtMs / grainMs) * grainMs + grainMs - 1 - (endIsOpen ? 1 : 0);
    const rows = this.#events.filter(({ instantMs }) => instantMs >= low && instantMs <= high);
    if (order !== 'oldest-first') rows.reverse();
    if (order === 'scrambled') return shuffled(rows, randomFrom(rows.length));
    return ties === 'unstable' ? this.#withTiesShuffled(rows) : rows;
  }

  #withTiesShuffled(rows: readonly AuditEvent[]): AuditEvent[] {
    const sign = this.#manners.order === 'oldest-first' ? 1 : -1;
    return shuffled(rows, this.#random).sort((a, b) => sign * (a.instantMs - b.instantMs));
  }

  #page(rows: readonly AuditEvent[], asked: number, size: number): { told: AuditEvent[]; more: boolean } {
    const { emptySlots, overlap, order } = this.#manners;
    const stride = Math.max(1, size - overlap);
    const pages = rows.length <= size ? 1 : 1 + Math.ceil((rows.length - size) / stride);
    const page = emptySlots ? asked - Math.floor((asked + 1) / 3) : asked;
    if (emptySlots && asked % 3 === 2) return { told: [], more: page < pages };
    if (page > pages) return { told: [], more: false };
    const swapped = page % 2 === 1 ? page + 1 : page - 1;
    const place = order === 'swapped-pages' && swapped <= pages ? swapped : page;
    const told = rows.slice((place - 1) * stride, (place - 1) * stride + size);
    return { told: order === 'shuffled-pages' ? shuffled(told, this.#random) : told, more: page < pages };
  }

  location(): never {
    throw new Error('not asked for');
  }
  users = this.location;
  pipelines = this.location;
  objects = this.location;
  calendars = this.location;
  opportunities = this.location;
  opportunity = this.location;
}

function shared(told: readonly AuditEvent[], mongo: Manners['mongo']): readonly AuditEvent[] {
  if (mongo === 'repeat') return [...told, ...told];
  if (mongo === 'none') return told;
  return [...told.filter((_, place) => place % 3 !== 1), ...told.filter((_, place) => place % 3 === 1)];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function refused(parameter: string): RequestRefusedError {
  return new RequestRefusedError('refused', `${parameter} is refused`, [parameter], {});
}
