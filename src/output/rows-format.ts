/** The names of the forms in which rows of any columns are had; apart from writing them, for whoever only has to name them. */
import { formatNamed, listingFormats, usualFormat } from './listing-format.js';

export const rowsFormats = [...listingFormats, 'csv'] as const;

export type RowsFormat = (typeof rowsFormats)[number];

/**
 * As `parseListingFormat`, with CSV beside.
 *
 * @throws UsageError when there is none of that name.
 */
export function parseRowsFormat(word: string | undefined, isTerminal: boolean): RowsFormat {
  return word === undefined ? usualFormat(isTerminal) : formatNamed(word, rowsFormats);
}
