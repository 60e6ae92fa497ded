/**
 * A row's cells as csv-stringify takes them fastest: those that need no quotes as they will stand, commas and all, and
 * between them those that it must quote. It looks at each field in a dozen ways; a row has fifteen cells and two or three to quote.
 */

/** Cells of a row side by side, each as it is written. */
class ReadyCells {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** RFC 4180: a cell that holds a quote, a comma or a line break is quoted. */
const mustBeQuoted = /[",\r\n]/;

/** A cell that is alone in its row and empty is quoted, too: an empty line would be no row. */
export function csvFields(cells: readonly string[]): (string | ReadyCells)[] {
  if (cells.length === 1 && cells[0] === '') return [''];
  const fields: (string | ReadyCells)[] = [];
  let ready = '';
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? '';
    if (index > 0) ready += ',';
    if (!mustBeQuoted.test(cell)) {
      ready += cell;
      continue;
    }
    if (ready !== '') fields.push(new ReadyCells(ready));
    fields.push(cell);
    ready = '';
  }
  if (ready !== '') fields.push(new ReadyCells(ready));
  return fields;
}
