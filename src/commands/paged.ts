/** What a person reads on a screen: held back until it is longer than the screen, and only then handed to the pager. */
import { stripVTControlCharacters } from 'node:util';
import type { Context, OutputStream, PagedOutput } from '../context.js';
import { displayWidth } from '../output/width.js';

/** What follows the data below it: the coverage, on up to three lines, and the prompt. */
const linesBelow = 4;

/**
 * Lets `work` write to the screen, which becomes a pager's as soon as there is more than it can show; resolves when the person
 * has left the pager. Off a terminal it is stdout itself.
 *
 * @throws ClosedOutputError when the person has left before the end; what `work` throws, after showing what it had written.
 */
export async function paged<T>(
  { stdout, terminal }: Pick<Context, 'stdout' | 'terminal'>,
  work: (screen: OutputStream) => Promise<T>,
): Promise<T> {
  if (!stdout.isTerminal || stdout.rows === undefined) return work(stdout);
  const screen = new Screenful(stdout, stdout.rows - linesBelow, () => terminal.page(stdout));
  try {
    return await work(screen);
  } finally {
    await screen.close();
  }
}

class Screenful implements OutputStream {
  readonly isTerminal = true;
  readonly hasColor: boolean;
  readonly #stdout: OutputStream;
  readonly #openPager: () => PagedOutput | undefined;
  #heldBack: string | undefined = '';
  #linesLeft: number;
  #pager: PagedOutput | undefined;

  constructor(stdout: OutputStream, lines: number, openPager: () => PagedOutput | undefined) {
    this.#stdout = stdout;
    this.hasColor = stdout.hasColor;
    this.#linesLeft = lines;
    this.#openPager = openPager;
  }

  get columns(): number | undefined {
    return this.#stdout.columns;
  }

  get rows(): number | undefined {
    return this.#stdout.rows;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.#heldBack === undefined) return this.#target().write(chunk);
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    this.#heldBack += text;
    this.#linesLeft -= linesOf(text, this.columns, this.#linesLeft);
    if (this.#linesLeft >= 0) return;
    this.#pager = this.#openPager();
    await this.#showHeldBack();
  }

  async close(): Promise<void> {
    try {
      await this.#showHeldBack();
    } finally {
      await this.#pager?.close();
    }
  }

  async #showHeldBack(): Promise<void> {
    const text = this.#heldBack ?? '';
    this.#heldBack = undefined;
    if (text !== '') await this.#target().write(text);
  }

  #target(): OutputStream {
    return this.#pager ?? this.#stdout;
  }
}

/** Lines that the text takes on a screen, where long ones are folded; counted no further than to just over `enough`. */
function linesOf(text: string, columns: number | undefined, enough: number): number {
  let lines = 0;
  for (let at = 0; at < text.length && lines <= enough; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    lines += columns === undefined ? 1 : foldedLines(line, columns);
    at += line.length + 1;
  }
  return lines;
}

function foldedLines(line: string, columns: number): number {
  if (line.length <= columns) return 1;
  return Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / columns));
}
