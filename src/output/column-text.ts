/** A column's text in each line, and what is remembered of it: most logs repeat a few hundred actors, types and modules a million times. */
import type { FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import type { TextOrigin } from './fields.js';

export interface ColumnText {
  /** What the text is made of, and of nothing else. */
  readonly origin: TextOrigin | 'json' | 'change' | 'time';
  /**
   * The text as it stands in the line, with what parts it from the column before; `change` where a line is of one. Where the event
   * is plain, each character is one byte of UTF-8, but in a sentence.
   */
  readonly of: (event: AuditEvent, isPlain: boolean, change: FieldChange | undefined) => string;
}

/** The same columns, where neighbours that repeat together are one, and remembered. */
export function withRemembered(columns: readonly ColumnText[]): readonly ColumnText[] {
  const runs: ColumnText[][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run?.[0]?.origin === column.origin && isRepeating(column)) run.push(column);
    else runs.push([column]);
  }
  return runs.flatMap((run) => (run[0] !== undefined && isRepeating(run[0]) ? [remembered(run)] : run));
}

function isRepeating({ origin }: ColumnText): boolean {
  return origin === 'actor' || origin === 'type' || origin === 'module';
}

/** What an account with endless names sends is not remembered. */
const mostRemembered = 1_000;
const longestRemembered = 1_000;

interface Known {
  readonly source: string;
  readonly sourceName: string | undefined;
  readonly text: string;
  /** Its UTF-8, a character for each byte. */
  readonly bytes: string;
}

/** One text for each type or module; for each actor as many as there are ways in which events name the same id. */
function remembered(run: readonly ColumnText[]): ColumnText {
  const origin = run[0]?.origin ?? 'actor';
  const wordOf = wordsOf[origin as keyof typeof wordsOf];
  const byWord = new Map<string | undefined, Known[]>();
  let size = 0;
  const isOf = ({ source, sourceName }: Known, event: AuditEvent): boolean =>
    origin !== 'actor' || (source === event.source && sourceName === event.sourceName);
  const make = (event: AuditEvent, word: string | undefined): Known => {
    const { source, sourceName } = event;
    const text = run.map((column) => column.of(event, false, undefined)).join('');
    const known = { source, sourceName, text, bytes: Buffer.from(text, 'utf8').toString('latin1') };
    remember(known, word);
    return known;
  };
  const remember = (known: Known, word: string | undefined): void => {
    const held = [known.text, known.source, known.sourceName, word];
    if (size >= mostRemembered || held.some((text = '') => text.length > longestRemembered)) return;
    size += 1;
    byWord.set(word, [...(byWord.get(word) ?? []), known]);
  };
  return {
    origin,
    of(event, isPlain) {
      const word = wordOf(event);
      const known = byWord.get(word)?.find((one) => isOf(one, event)) ?? make(event, word);
      return isPlain ? known.bytes : known.text;
    },
  };
}

const wordsOf = {
  actor: ({ sourceId }: AuditEvent) => sourceId,
  type: ({ type }: AuditEvent) => type,
  module: ({ module }: AuditEvent) => module,
};
