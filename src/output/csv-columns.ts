/** Which columns a CSV has, frozen: importers name them or count on their order. New ones go to the end. */
import { nearest } from '../audit/nearest.js';
import { UsageError } from '../errors.js';
import { type CsvColumn, changeColumns, csvCell, timeColumns } from './csv-cell.js';
import { fieldNames } from './fields.js';

/**
 * Timestamp, User, Event type, Module, Description, Record, Event ID, User ID, User email, Actor, Source, Record ID,
 * Record type, Changed fields, Changes. `before`, `after` and `raw` can be asked for; `Changes` holds both sides of
 * every field that changed.
 */
export const csvColumns: readonly CsvColumn[] = [
  'timestamp',
  'user',
  'eventType',
  'module',
  'description',
  'record',
  'id',
  'userId',
  'userEmail',
  'actor',
  'source',
  'recordId',
  'recordType',
  'changedFields',
  'changes',
];

/** One changed field a row: what the two lists of changes hold stands in columns of its own. */
const perFieldColumns: readonly CsvColumn[] = [
  ...csvColumns.filter((name) => name !== 'changedFields' && name !== 'changes'),
  ...changeColumns,
];

export interface CsvShape {
  /** One changed field a row. */
  readonly isPerField: boolean;
  /** The timestamp as date, time and offset. */
  readonly isTimeSplit: boolean;
}

/** The columns where nobody chose any. */
export function usualCsvColumns(shape: CsvShape): readonly CsvColumn[] {
  return withTimes(shape.isPerField ? perFieldColumns : csvColumns, shape);
}

/** The words that a CSV of that shape takes for its columns. */
export function csvColumnNames({ isPerField }: Pick<CsvShape, 'isPerField'>): readonly CsvColumn[] {
  return [...fieldNames, ...timeColumns, ...(isPerField ? changeColumns : [])];
}

/**
 * The columns that a comma list names, in its order, each once; spelled as people spell them.
 *
 * @throws UsageError for an unknown word, with the nearest; for an empty list, with all of them.
 */
export function parseCsvColumns(list: string, shape: CsvShape): readonly CsvColumn[] {
  const words = list.split(',').filter((word) => word.trim() !== '');
  const known = csvColumnNames(shape);
  if (words.length === 0) {
    throw new UsageError('fields-missing', 'Which columns?', { hint: `There are: ${known.join(', ')}` });
  }
  return withTimes([...new Set(words.map((word) => parseColumn(word, known)))], shape);
}

function parseColumn(word: string, known: readonly CsvColumn[]): CsvColumn {
  const wanted = fold(word);
  const isMeant = (name: CsvColumn) => fold(name) === wanted || fold(csvCell(name).header) === wanted;
  const found = known.find(isMeant);
  if (found !== undefined) return found;
  const close = nearest(word, known, 3);
  const others = close.length > 0 ? `Did you mean ${close.join(', ')}?` : `There are: ${known.join(', ')}`;
  throw new UsageError('unknown-field', `There is no column "${word.trim()}".`, {
    hint: changeColumns.some(isMeant) ? 'That is a column of --per-field.' : others,
  });
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/gu, '');
}

function withTimes(names: readonly CsvColumn[], { isTimeSplit }: CsvShape): readonly CsvColumn[] {
  if (!isTimeSplit) return names;
  const split = names.flatMap((name): readonly CsvColumn[] => (name === 'timestamp' ? timeColumns : [name]));
  return [...new Set(split)];
}
