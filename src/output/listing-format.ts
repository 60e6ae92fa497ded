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
  if (word === undefined) return isTerminal ? 'table' : 'tsv';
  const found = listingFormats.find((name) => name === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError('unknown-format', `There is no format "${word}" here.`, {
    hint: `There are: ${listingFormats.join(', ')}`,
  });
}
