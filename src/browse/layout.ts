/** Where list and detail stand on a screen of some size: beside one another, below one another, or one at a time. Pure. */
import type { Mode, Size } from './model.js';

/** A part of the screen, in cells. */
export interface Pane {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly kind: 'beside' | 'below' | 'alone';
  /** Undefined where the detail or the help has the whole screen. */
  readonly list: Pane | undefined;
  /** Undefined where there is no room for it beside the list. */
  readonly detail: Pane | undefined;
  /** Whether there is room for a line above. */
  readonly hasTitle: boolean;
}

/** What a row needs to say who and what. */
const besideFrom = 110;
/** A list of four rows above a detail of eight; with less, neither says enough. */
const belowFrom = 16;
const widestList = 100;
const leastListRows = 4;

/** Columns of the line between list and detail. */
const separatorWidth = 3;

/** The layout for a screen; every pane has at least one row and one column. */
export function layoutOf({ columns, rows }: Size, mode: Mode): Layout {
  const hasTitle = rows >= 4;
  const height = Math.max(1, rows - (hasTitle ? 2 : 1));
  const whole = { width: Math.max(1, columns), height };
  if (mode !== 'list') return { kind: 'alone', list: undefined, detail: whole, hasTitle };
  if (columns >= besideFrom) {
    const width = Math.min(widestList, Math.floor((columns - separatorWidth) / 2));
    const detail = { width: columns - separatorWidth - width, height };
    return { kind: 'beside', list: { width, height }, detail, hasTitle };
  }
  if (rows < belowFrom) return { kind: 'alone', list: whole, detail: undefined, hasTitle };
  const listHeight = Math.max(leastListRows, Math.floor(height * 0.4));
  const detail = { width: whole.width, height: height - listHeight - 1 };
  return { kind: 'below', list: { width: whole.width, height: listHeight }, detail, hasTitle };
}

/**
 * The first row of the list, so that the selected event is on the screen: the list moves as little as it can, but what one
 * jumps to from afar comes to stand in its middle.
 */
export function scrolled(top: number, selected: number, height: number): number {
  const isFar = selected < top - height || selected >= top + 2 * height;
  if (isFar) return Math.max(0, selected - Math.floor(height / 2));
  if (selected < top) return selected;
  return selected >= top + height ? selected - height + 1 : top;
}
