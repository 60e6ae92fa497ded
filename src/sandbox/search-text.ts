/** The text in which the `query` filter looks: written with the event, so that looking needs neither parsing nor folding. */

/** Between two values, so that no text is found across them. */
const separator = '\u001f';

/** Every text, number and flag in these values, however deep, in lower case; names of fields are no values. */
export function searchable(values: readonly unknown[]): string {
  const words: string[] = [];
  for (const value of values) collect(value, words);
  return fold(words.join(separator));
}

/** The same folding for what is looked for: the case of no language in particular. */
export function fold(text: string): string {
  return text.toLowerCase();
}

function collect(value: unknown, words: string[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, words);
  } else if (value !== undefined && value !== null && value !== '') {
    words.push(String(value));
  }
}
