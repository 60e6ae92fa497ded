/** The console blocks of a Markdown page: what is typed, what comes, and how to write it anew. */

/** A line that begins with `$ ` and the lines below it. */
export interface Step {
  readonly typed: string;
  /** A line `…` stands for any number of lines. */
  readonly expected: readonly string[];
}

export interface ConsoleBlock {
  /** Of its first line within the fences, from 0. */
  readonly firstLine: number;
  readonly lineCount: number;
  readonly columns: number;
  readonly steps: readonly Step[];
}

const usualColumns = 100;
const anything = '…';

/** Blocks fenced with ```console; `columns=120` after it sets the width of the screen. */
export function readConsoleBlocks(markdown: string): readonly ConsoleBlock[] {
  const lines = markdown.split('\n');
  return lines.flatMap((fence, index) => {
    const match = /^```console(?: columns=(\d+))?$/.exec(fence);
    if (match === null) return [];
    const length = lines.slice(index + 1).indexOf('```');
    const inside = lines.slice(index + 1, index + 1 + length);
    const columns = Number(match[1] ?? usualColumns);
    return [{ firstLine: index + 1, lineCount: inside.length, columns, steps: stepsOf(inside) }];
  });
}

function stepsOf(lines: readonly string[]): readonly Step[] {
  const steps: { typed: string; expected: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) steps.push({ typed: line.slice(2), expected: [] });
    else steps.at(-1)?.expected.push(line);
  }
  return steps.map(({ typed, expected }) => ({ typed, expected: expected.join('\n').trimEnd().split('\n') }));
}

/** Whether what came is what the page says. */
export function isAsExpected(came: readonly string[], expected: readonly string[]): boolean {
  const pattern = expected.map((line) => (line === anything ? '(?:.*\n)*' : `${literal(line)}\n`)).join('');
  return new RegExp(`^${pattern}$`).test(came.map((line) => `${line}\n`).join(''));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** What came, left out where the page leaves out: as many lines before the first and after the last `…`. */
export function shorten(came: readonly string[], expected: readonly string[]): readonly string[] {
  const before = expected.indexOf(anything);
  if (before < 0) return came;
  const after = expected.length - 1 - expected.lastIndexOf(anything);
  return [...came.slice(0, before), anything, ...came.slice(came.length - after)];
}

/** The page with a block's steps written anew. */
export function replaceBlock(markdown: string, block: ConsoleBlock, steps: readonly Step[]): string {
  const lines = markdown.split('\n');
  const inside = steps.flatMap(({ typed, expected }, index) => [
    ...(index === 0 ? [] : ['']),
    `$ ${typed}`,
    ...expected.filter((line, at) => at > 0 || line !== '' || expected.length > 1),
  ]);
  lines.splice(block.firstLine, block.lineCount, ...inside);
  return lines.join('\n');
}

/** The words of a typed line as a shell would part them; quotes hold words together. */
export function wordsOf(typed: string): readonly string[] {
  return Array.from(
    typed.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
