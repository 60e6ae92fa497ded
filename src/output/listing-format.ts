/** The names of the forms in which a listing is had; apart from writing them, for whoever only has to name them. */
import { UsageError } from '../errors.js';

export const listingFormats = ['table', 'tsv', 'json', 'ndjson'] as const;

export type ListingFormat = (typeof listingFormats)[number];

/**
 * The format that a word names; a table on a terminal and tab separated text elsewhere, where there is no word.
 *
 * @throws UsageError when there is none of that name.
 */
export function parseListingFormat(word: string | undefined, isTerminal: boolean): ListingFormat {
  return word === undefined ? usualFormat(isTerminal) : formatNamed(word, listingFormats);
}

/** Where nobody says which. */
export function usualFormat(isTerminal: boolean): 'table' | 'tsv' {
  return isTerminal ? 'table' : 'tsv';
}

/**
 * The one of the names that a word means.
 *
 * @throws UsageError when it is none of them.
 */
export function formatNamed<T extends string>(word: string, names: readonly T[]): T {
  const found = names.find((name) => name === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError('unknown-format', `There is no format "${word}" here.`, {
    hint: `There are: ${names.join(', ')}`,
  });
}
