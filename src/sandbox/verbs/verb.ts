/** What a change made by hand is: a verb, the words that it takes, and what it does with them. */

import type { Change } from '../change.js';
import { SandboxError } from '../sandbox-error.js';

export interface Verb {
  readonly name: string;
  /** `<contact> <tag>`; in brackets what may be left out. */
  readonly takes: string;
  readonly summary: string;
  /** @throws SandboxError when a word names nothing, or the business does not allow it. */
  readonly act: (change: Change, words: readonly string[]) => void;
}

/** A whole number of a word. @throws SandboxError `sandbox-usage`. */
export function wholeNumber(word: string, what: string): number {
  if (/^\d{1,9}$/u.test(word)) return Number(word);
  throw new SandboxError(
    'sandbox-usage',
    `“${word}” is no ${what}: a whole number is wanted.`,
    'For example 250.',
  );
}

/** One of a few words. @throws SandboxError `sandbox-usage` with all of them. */
export function oneOf<T extends string>(word: string, choices: readonly T[], what: string): T {
  const found = choices.find((choice) => choice === word.toLowerCase());
  if (found !== undefined) return found;
  throw new SandboxError('sandbox-usage', `“${word}” is no ${what}.`, `It is one of ${choices.join(', ')}.`);
}
