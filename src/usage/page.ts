/** A help page as plain data, and its layout for a screen; apart from the parser, so that a page that was drawn up when the program was built is shown without one. */

/** A flag, an argument or a command, and what it is. */
export type PageItem = readonly [term: string, description: string];

export interface HelpPage {
  readonly usage: string;
  readonly description: string;
  readonly sections: readonly { readonly heading: string; readonly items: readonly PageItem[] }[];
  /** What stands below all of it: the examples. Lines of their own, never folded. */
  readonly closing: string;
}

/** Columns where nobody knows how many there are: more than a narrow screen, fewer than a line of text that is read with ease. */
export const assumedColumns = 100;

const indent = '  ';
/** Narrower columns say nothing: there the descriptions are not folded. */
const leastWidth = 20;

/** The page for a screen of so many columns; ends with a line break. */
export function pageText({ usage, description, sections, closing }: HelpPage, columns: number): string {
  const terms = sections.flatMap(({ items }) => items.map(([term]) => term.length));
  const termWidth = Math.max(0, ...terms);
  const item = ([term, text]: PageItem) => itemLines(term.padEnd(termWidth), text, columns);
  const blocks = sections.map(({ heading, items }) => [heading, ...items.map(item)].join('\n'));
  return `${[`Usage: ${usage}`, description, ...blocks].join('\n\n')}\n${closing}`;
}

function itemLines(term: string, description: string, columns: number): string {
  const before = `${indent}${term}${indent}`;
  const lines = folded(description, columns - before.length);
  return `${before}${lines.join(`\n${' '.repeat(before.length)}`)}`.trimEnd();
}

function folded(text: string, width: number): readonly string[] {
  if (width < leastWidth) return [text];
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
