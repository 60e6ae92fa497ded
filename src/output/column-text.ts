/** A column's text in each line, and what is remembered of it: most logs repeat a few hundred actors, types and modules a million times. */
import type { FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import type { TextOrigin } from './fields.js';

export interface ColumnText {
  /** What the text is made of, and of nothing else. */
  readonly origin: TextOrigin | 'json' | 'change' | 'time';
  /** The text as it stands in the line, with what parts it from the column before; `change` where a line is of one. */
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
}

/** One text for each type or module; for each actor as many as there are ways in which events name the same id. */
function remembered(run: readonly ColumnText[]): ColumnText {
  const origin = run[0]?.origin ?? 'actor';
  const wordOf = wordsOf[origin as keyof typeof wordsOf];
  const byWord = new Map<string | undefined, Known[]>();
  let size = 0;
  const isOf = ({ source, sourceName }: Known, event: AuditEvent): boolean =>
    origin !== 'actor' || (source === event.source && sourceName === event.sourceName);
  const remember = (known: Known, word: string | undefined): void => {
    if (size >= mostRemembered || known.text.length + (word?.length ?? 0) > longestRemembered) return;
    size += 1;
    byWord.set(word, [...(byWord.get(word) ?? []), known]);
  };
  return {
    origin,
    of(event) {
      const word = wordOf(event);
      for (const one of byWord.get(word) ?? []) if (isOf(one, event)) return one.text;
      const text = run.map((column) => column.of(event, false, undefined)).join('');
      remember({ source: event.source, sourceName: event.sourceName, text }, word);
      return text;
    },
  };
}

const wordsOf = {
  actor: ({ sourceId }: AuditEvent) => sourceId,
  type: ({ type }: AuditEvent) => type,
  module: ({ module }: AuditEvent) => module,
};
