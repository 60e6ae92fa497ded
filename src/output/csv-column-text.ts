/** The cells of a CSV as they stand in its lines: made safe and quoted where they must be, and looked at no more than they need. */
import { type ColumnText, withRemembered } from './column-text.js';
import type { CsvCell } from './csv-cell.js';
import { aloneAndEmpty, csvField, unescapedField } from './csv-field.js';
import type { EventView } from './fields.js';
import { safeCell } from './safe-cell.js';

type Of = ColumnText['of'];

/** @param isRaw cells are left as they are, formulas and all */
export function csvColumnTexts(
  cells: readonly CsvCell[],
  view: EventView,
  isRaw: boolean,
): readonly ColumnText[] {
  const guarded = isRaw ? csvField : (text: string) => csvField(safeCell(text));
  const columns = cells.map((cell) => ({ origin: cell.origin, of: textOf(cell, view, guarded) }));
  return withRemembered(
    columns.map(({ origin, of }, index) => ({
      origin,
      of: index > 0 ? next(of) : columns.length === 1 ? alone(of) : of,
    })),
    view.names,
  );
}

function alone(of: Of): Of {
  return (event, isPlain, change) => of(event, isPlain, change) || aloneAndEmpty;
}

function next(of: Of): Of {
  return (event, isPlain, change) => `,${of(event, isPlain, change)}`;
}

function textOf(
  { origin, value, plainField }: CsvCell,
  view: EventView,
  guarded: (text: string) => string,
): Of {
  switch (origin) {
    case 'time':
      return (event) => value(event, view, undefined) ?? '';
    case 'json':
      return (event, isPlain) =>
        isPlain && plainField !== undefined
          ? plainField(event)
          : csvField(value(event, view, undefined) ?? '');
    case 'event':
      return (event, isPlain) => {
        const text = value(event, view, undefined) ?? '';
        return isPlain && beginsSafely.test(text) ? unescapedField(text) : guarded(text);
      };
    default:
      return (event, _isPlain, change) => guarded(value(event, view, change) ?? '');
  }
}

/** No formula begins so. */
const beginsSafely = /^(?:[0-9A-Za-z]|$)/;
