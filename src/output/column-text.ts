/** A column's text in each line, and what is remembered of it: most logs repeat a few hundred actors, types and modules a million times. */
import type { FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import type { NameBook } from '../audit/names.js';
import type { TextOrigin } from './fields.js';
import { copyOf } from './text-copy.js';

export interface ColumnText {
  /** What the text is made of, and of nothing else. */
  readonly origin: TextOrigin | 'json' | 'change' | 'time';
  /**
   * The text as it stands in the line, with what parts it from the column before; `change` where a line is of one. Where the event
   * is plain, each character is one byte of UTF-8, but in a sentence.
   */
  readonly of: (event: AuditEvent, isPlain: boolean, change: FieldChange | undefined) => string;
}

/** The same columns, where neighbours that repeat together are one, and remembered for as long as the book calls an actor the same. */
export function withRemembered(columns: readonly ColumnText[], names: NameBook): readonly ColumnText[] {
  const runs: ColumnText[][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run?.[0]?.origin === column.origin && isRepeating(column)) run.push(column);
    else runs.push([column]);
  }
  return runs.flatMap((run) =>
    run[0] !== undefined && isRepeating(run[0]) ? [remembered(run[0].origin, run, names)] : run,
  );
}

function isRepeating({ origin }: ColumnText): boolean {
  return origin === 'actor' || origin === 'type' || origin === 'module';
}

/** What an account with endless names sends is not remembered. */
const mostRemembered = 1_000;
const longestRemembered = 1_000;

type NamedUser = ReturnType<NameBook['user']>;

interface Known {
  readonly source: string;
  readonly sourceName: string | undefined;
  readonly user: NamedUser;
  readonly text: string;
  /** Its UTF-8, a character for each byte. */
  readonly bytes: string;
}

/** One text for each type or module; for each actor as many as there are ways in which events, and the book, name the same id. */
class Remembered {
  readonly #run: readonly ColumnText[];
  readonly #names: NameBook | undefined;
  readonly #wordOf: (event: AuditEvent) => string | undefined;
  readonly #byWord = new Map<string | undefined, Known[]>();
  #size = 0;

  constructor(run: readonly ColumnText[], names: NameBook) {
    const origin = run[0]?.origin;
    this.#run = run;
    this.#names = origin === 'actor' ? names : undefined;
    this.#wordOf = wordsOf[origin as keyof typeof wordsOf];
  }

  of(event: AuditEvent, isPlain: boolean): string {
    const word = this.#wordOf(event);
    const user = word === undefined ? undefined : this.#names?.user(word);
    const known = this.#byWord.get(word)?.find((one) => this.#isOf(one, event, user));
    const { text, bytes } = known ?? this.#make(event, word, user);
    return isPlain ? bytes : text;
  }

  #isOf(known: Known, { source, sourceName }: AuditEvent, user: NamedUser): boolean {
    if (this.#names === undefined) return true;
    return known.source === source && known.sourceName === sourceName && isSameUser(known.user, user);
  }

  #make(event: AuditEvent, word: string | undefined, user: NamedUser): Known {
    const source = copyOf(event.source);
    const sourceName = event.sourceName === undefined ? undefined : copyOf(event.sourceName);
    const text = this.#run.map((column) => column.of(event, false, undefined)).join('');
    const bytes = Buffer.from(text, 'utf8').toString('latin1');
    const known = { source, sourceName, user, text, bytes };
    const held = [text, source, sourceName, word];
    if (this.#size >= mostRemembered || held.some((one = '') => one.length > longestRemembered)) return known;
    this.#size += 1;
    this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), known]);
    return known;
  }
}

function remembered(origin: ColumnText['origin'], run: readonly ColumnText[], names: NameBook): ColumnText {
  const texts = new Remembered(run, names);
  return { origin, of: (event, isPlain) => texts.of(event, isPlain) };
}

function isSameUser(one: NamedUser, other: NamedUser): boolean {
  return one === other || (one?.name === other?.name && one?.email === other?.email);
}

const wordsOf = {
  actor: ({ sourceId }: AuditEvent) => sourceId,
  type: ({ type }: AuditEvent) => type,
  module: ({ module }: AuditEvent) => module,
};
