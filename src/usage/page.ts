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
/** Narrower columns say nothing: there the descriptions stand below what they describe. */
const leastWidth = 20;

/** The page for a screen of so many columns; ends with a line break. A word that is longer than a line stays whole. */
export function pageText({ usage, description, sections, closing }: HelpPage, columns: number): string {
  const terms = sections.flatMap(({ items }) => items.map(([term]) => term.length));
  const before = indent.length + Math.max(0, ...terms) + indent.length;
  const isNarrow = columns - before < leastWidth;
  const item = (item: PageItem) => (isNarrow ? stacked(item, columns) : beside(item, before, columns));
  const blocks = sections.map(({ heading, items }) =>
    [...folded(heading, columns, ''), ...items.flatMap(item)].join('\n'),
  );
  const top = [`Usage: ${usage}`, description].map((text) => folded(text, columns, '').join('\n'));
  return `${[...top, ...blocks].join('\n\n')}\n${closing}`;
}

function beside([term, description]: PageItem, before: number, columns: number): readonly string[] {
  const [first = '', ...more] = folded(description, columns, ' '.repeat(before));
  return [`${indent}${term}`.padEnd(before) + first.trimStart(), ...more].map((line) => line.trimEnd());
}

function stacked([term, description]: PageItem, columns: number): readonly string[] {
  return [...folded(term, columns, indent), ...folded(description, columns, indent + indent)];
}

/** Lines that all begin so. */
function folded(text: string, columns: number, start: string): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [start + first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(start + word);
  }
  return lines;
}
