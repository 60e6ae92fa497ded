/** Names while a log is followed, for days maybe: asked for again now and then, and when somebody appears whom nobody knows. */
import type { Account } from '../account/account.js';
import type { AuditEvent } from '../audit/event.js';
import type { NameBook } from '../audit/names.js';
import { AuditError, InterruptedError } from '../errors.js';
import { askNamesAgain, bookOf, type NameLists, type NamesWanted } from './names.js';

/** A renaming shows that late at most, where events come. */
const usualMs = 10 * 60_000;
/** Workflows act under ids of their own, so that somebody unknown need not be new: not for each of them at once. */
const soonestMs = 60_000;

const nobodyAsked: NameLists = { users: [], pipelines: [], calendars: [], objects: [] };

export class LivingNames implements NameBook {
  readonly #first: NameBook;
  readonly #wanted: NamesWanted;
  /** Ids that the account does not call anything, as far as is known. */
  readonly #nameless = new Set<string>();
  #askedMs: number;
  #lists = nobodyAsked;
  #book = bookOf(nobodyAsked);

  /** @param first as they were at the beginning: what an account does not tell any more is still called so */
  constructor(first: NameBook, wanted: NamesWanted, nowMs: number) {
    this.#first = first;
    this.#wanted = wanted;
    this.#askedMs = nowMs;
  }

  user: NameBook['user'] = (id) => this.#book.user(id) ?? this.#first.user(id);
  stage: NameBook['stage'] = (id) => this.#book.stage(id) ?? this.#first.stage(id);
  pipeline: NameBook['pipeline'] = (id) => this.#book.pipeline(id) ?? this.#first.pipeline(id);
  calendar: NameBook['calendar'] = (id) => this.#book.calendar(id) ?? this.#first.calendar(id);
  objectLabel: NameBook['objectLabel'] = (key) => this.#book.objectLabel(key) ?? this.#first.objectLabel(key);

  /** Before these are shown: asks where it is time to. An account that fails leaves the names as they are: its log will tell. */
  async renewFor(events: readonly AuditEvent[], account: Account, nowMs: number): Promise<void> {
    const sinceMs = nowMs - this.#askedMs;
    const strangers = events.flatMap(({ sourceId }) =>
      sourceId === undefined || this.#nameless.has(sourceId) || this.user(sourceId) ? [] : [sourceId],
    );
    if (sinceMs < (strangers.length > 0 ? soonestMs : usualMs)) return;
    this.#askedMs = nowMs;
    if (sinceMs >= usualMs) this.#nameless.clear();
    try {
      this.#lists = await askNamesAgain(account, this.#wanted, this.#lists);
      this.#book = bookOf(this.#lists);
    } catch (error) {
      if (!(error instanceof AuditError) || error instanceof InterruptedError) throw error;
    }
    for (const id of strangers) if (this.user(id) === undefined) this.#nameless.add(id);
  }
}
