/** Cells that a spreadsheet does not run and a screen does not obey, by a rule that can be undone; apart because the rule is a promise. */
import { hostileToEscapes, plainBeyondAscii } from './harmless.js';

/** The rule as manifests state it, so that a file can be undone without us. */
export const safeCellRule =
  'Text cells only; JSON cells are JSON. First, each invisible or control character but TAB, LF and CRLF, and each mark beyond ' +
  'the eighth on one letter, is written as \\u and four hex digits per UTF-16 unit, and a backslash that already stands before u ' +
  'and four lower-case hex digits as \\u005c. Then a cell that, after any apostrophes, begins with optional space and one of ' +
  '= + - @ or their full-width twins, or with TAB, CR, LF or NUL, and is no plain number, gets one apostrophe in front. ' +
  'To undo: take one apostrophe from the front of a cell that, after one or more apostrophes, begins so; then replace each \\u ' +
  'and four lower-case hex digits by its UTF-16 unit.';

const runsAsFormula = /^'*(?:[\s\0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\0])/u;
const plainNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** One look that settles it for nearly every cell: nothing hostile, no backslash, and a start that no formula has. */
const plainlySafe = new RegExp(
  `^(?:(?![\\xa0\\u3000])[\\x21-\\x26\\x28-\\x2a\\x2c\\x2e-\\x3c\\x3e\\x3f\\x41-\\x5b\\x5d-\\x7e${plainBeyondAscii}]` +
    `[\\x20-\\x5b\\x5d-\\x7e${plainBeyondAscii}]*)?$`,
);

/** The cell's text made safe; unchanged where nothing in it is dangerous. */
export function safeCell(text: string): string {
  if (plainlySafe.test(text)) return text;
  const escaped = hostileToEscapes(text);
  return runsAsFormula.test(escaped) && !plainNumber.test(escaped) ? `'${escaped}` : escaped;
}

/** The exact inverse of safeCell. */
export function restoreCell(cell: string): string {
  const bare = cell.startsWith("'") && runsAsFormula.test(cell) ? cell.slice(1) : cell;
  return bare.replace(/\\u([0-9a-f]{4})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
