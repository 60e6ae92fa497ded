/** What is counted of a segment's events while they are written, so that a question knows beforehand whether it can find anything there. */
import { hash } from 'node:crypto';

/** What the counts look at. */
export interface Counted {
  readonly instantMs: number | undefined;
  readonly type: string;
  readonly module: string;
  /** User or workflow (`sourceId`). */
  readonly userId: string | undefined;
}

export interface Counts {
  readonly events: number;
  /** The earliest and the latest instant, ISO 8601; null where no row has one. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Events by type, module and user or workflow (`sourceId`), each under its `countKey`. */
  readonly types: Readonly<Record<string, number>>;
  readonly modules: Readonly<Record<string, number>>;
  readonly users: Readonly<Record<string, number>>;
  /** Lines of which only that they were erased is left; absent where there are none. */
  readonly erased?: number;
}

/** A name of the account's choosing that is longer stands as its hash, so that no manifest outgrows what it describes. */
const longestKey = 200;

/** The key under which a type, a module or a user is counted; the empty text for what is absent. */
export function countKey(value: string | undefined): string {
  if (value === undefined) return '';
  return value.length <= longestKey ? value : `sha256:${hash('sha256', value, 'hex')}`;
}

/** Counts the lines of a segment. */
export class Tally {
  lines = 0;
  #erased = 0;
  readonly #types = new Map<string, number>();
  readonly #modules = new Map<string, number>();
  readonly #users = new Map<string, number>();
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  count({ instantMs, type, module, userId }: Counted): void {
    this.lines += 1;
    increase(this.#types, countKey(type));
    increase(this.#modules, countKey(module));
    increase(this.#users, countKey(userId));
    if (instantMs !== undefined) this.#reach(instantMs, instantMs);
  }

  /** Of an erased event only its day (UTC, `YYYY-MM-DD`) is known: it may have been at any moment of it. */
  countErased(date: string): void {
    this.lines += 1;
    this.#erased += 1;
    const dayMs = Date.parse(date);
    this.#reach(dayMs, dayMs + 86_399_999);
  }

  counts(): Counts {
    const iso = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
    return {
      events: this.lines,
      firstAt: iso(this.#firstMs),
      lastAt: iso(this.#lastMs),
      types: Object.fromEntries(this.#types),
      modules: Object.fromEntries(this.#modules),
      users: Object.fromEntries(this.#users),
      ...(this.#erased === 0 ? {} : { erased: this.#erased }),
    };
  }

  #reach(fromMs: number, toMs: number): void {
    if (fromMs < this.#firstMs) this.#firstMs = fromMs;
    if (toMs > this.#lastMs) this.#lastMs = toMs;
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
