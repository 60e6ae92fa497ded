/**
 * The table for people: as much of each event as the screen is wide for. A row where there is room, a row with its
 * description below where there is less, a card where there is little.
 */
import type { Palette } from '../context.js';
import { cardLines } from './card.js';
import type { FieldName } from './fields.js';
import type { EventFormat, FormatOptions } from './format.js';
import { type Cell, gridLines } from './grid.js';
import { chooseLayout, columnHeader, type TableLayout, tableFields } from './table-layout.js';
import { dayWithWeekday, groupByDay, readRow, type TableRow } from './table-row.js';
import { plainPalette, toneOf } from './tone.js';
import { truncate } from './width.js';

/** What a screen has that does not say. */
const assumedWidth = 80;
const pairIndent = ' '.repeat('hh:mm  '.length);
const datePart = 'yyyy-mm-dd '.length;

/** Its layout is settled by the sample and the first batch, so that the columns of a long answer stay where they are. */
export function createTable(options: FormatOptions): EventFormat {
  const { view, fields = tableFields, width = assumedWidth, palette = plainPalette } = options;
  const { sample = [] } = options;
  let printer: TablePrinter | undefined;
  const layoutOf = (rows: readonly TableRow[]) =>
    chooseLayout(fields, [...sample.map((event) => readRow(event, fields, view)), ...rows], width);
  return {
    start: () => '',
    batch: (events) => {
      const rows = events.map((event) => readRow(event, fields, view));
      const isFirst = printer === undefined;
      printer ??= new TablePrinter(layoutOf(rows), fields, width, palette);
      const lines = [...(isFirst ? printer.header() : []), ...printer.rows(rows)];
      return lines.map((line) => `${line}\n`).join('');
    },
    end: () => '',
  };
}

/** Remembers the last day that it named, so that a day is said once however many batches it fills. */
class TablePrinter {
  readonly #layout: TableLayout;
  readonly #fields: readonly FieldName[];
  readonly #width: number;
  readonly #palette: Palette;
  #lastDay: string | undefined;

  constructor(layout: TableLayout, fields: readonly FieldName[], width: number, palette: Palette) {
    this.#layout = layout;
    this.#fields = fields;
    this.#width = width;
    this.#palette = palette;
  }

  header(): readonly string[] {
    const { names, widths } = this.#layout;
    if (names.length === 0) return [];
    const cells = names.map((name, column) => ({
      text: truncate(columnHeader(name, this.#layout), widths[column] ?? 0),
      paint: this.#palette.faint,
    }));
    return gridLines([cells], widths);
  }

  rows(rows: readonly TableRow[]): readonly string[] {
    return groupByDay(rows).flatMap((ofOneDay) => {
      const day = ofOneDay[0]?.day;
      const isNewDay = day !== this.#lastDay;
      const heading = isNewDay && this.#layout.hasDayHeading ? this.#dayHeading(day ?? '') : [];
      this.#lastDay = day;
      return [...heading, ...this.#rowsOfDay(ofOneDay, isNewDay)];
    });
  }

  #dayHeading(day: string): readonly string[] {
    const isFirst = this.#lastDay === undefined;
    const heading = this.#palette.strong(truncate(dayWithWeekday(day), this.#width));
    return isFirst && this.#layout.kind === 'card' ? [heading] : ['', heading];
  }

  #rowsOfDay(rows: readonly TableRow[], isNewDay: boolean): readonly string[] {
    const { kind, widths } = this.#layout;
    if (kind === 'card') {
      return rows.flatMap((row) => cardLines(row, this.#fields, this.#width, this.#palette));
    }
    const lines = gridLines(
      rows.map((row, index) => this.#cells(row, isNewDay && index === 0)),
      widths,
    );
    if (kind === 'row') return lines;
    return lines.flatMap((line, index) => [line, this.#description(rows[index])]);
  }

  #description(row: TableRow | undefined): string {
    return pairIndent + truncate(row?.texts.description ?? '', this.#width - pairIndent.length);
  }

  #cells(row: TableRow, saysDate: boolean): readonly Cell[] {
    return this.#layout.names.map((name, column) => {
      const text = name === 'timestamp' ? this.#time(row, saysDate) : (row.texts[name] ?? '');
      const paint = this.#paint(name, row);
      const fitted = truncate(text, this.#layout.widths[column] ?? 0);
      return paint === undefined ? { text: fitted } : { text: fitted, paint };
    });
  }

  /** A date that repeats is left out where the usual columns stand. */
  #time({ texts: { timestamp = '' } }: TableRow, saysDate: boolean): string {
    if (this.#layout.hasDayHeading) return timestamp.slice(datePart, datePart + 'hh:mm'.length);
    return saysDate || this.#fields !== tableFields
      ? timestamp
      : ' '.repeat(datePart) + timestamp.slice(datePart);
  }

  #paint(name: FieldName, row: TableRow): Cell['paint'] {
    if (name === 'eventType') return toneOf(row.type, this.#palette);
    if (name === 'id' || name === 'timestamp') return this.#palette.faint;
    if (name !== 'record') return undefined;
    return row.isNamed ? this.#palette.strong : this.#palette.faint;
  }
}
