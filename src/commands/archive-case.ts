/** The case under which something is done to an archive, as a person words it: on record for good, so that it must be short and hold nothing of anybody. */
import { UsageError } from '../errors.js';

const longestCase = 200;

/**
 * The words, spaces around them left out.
 *
 * @throws UsageError `bad-case` where there are none, or too many, or more than one line.
 */
export function caseOf(text: string): string {
  const words = text.trim();
  if (words !== '' && words.length <= longestCase && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(words)) return words;
  throw new UsageError('bad-case', `--case takes one line of 1 to ${longestCase} characters.`, {
    hint: 'It stays on record for good: name the request or the file, e.g. --case DSR-2026-114, and nobody by name.',
  });
}
