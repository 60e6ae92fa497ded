/** The shells' own ways: how bash cuts a line into words and what it puts back, and how each wants to be answered. */
import type { Completion } from './complete.js';

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** A line up to the cursor. */
export interface Line {
  /** After the program's name; the last one is being typed. */
  readonly words: readonly string[];
  /** The quote that is open at the cursor. */
  readonly quote: '"' | "'" | undefined;
  /** The last word as it stands there, after its opening quote. */
  readonly raw: string;
}

/** Cuts a line as a shell does, as far as completing needs it: spaces, quotes, backslashes. */
export function splitLine(text: string): Line {
  const words: string[] = [];
  let word: string | undefined;
  let quote: Line['quote'];
  let rawFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      rawFrom = at + 1;
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
      rawFrom = at + 1;
    } else if (character === '\\' && quote !== "'") {
      at += 1;
      word = (word ?? '') + text.charAt(at);
    } else {
      word = (word ?? '') + character;
    }
  }
  return { words: [...words, word ?? ''].slice(1), quote, raw: text.slice(rawFrom) };
}

/**
 * What the shell's script reads: `files` or `words`, then a candidate a line. zsh and fish take `value⇥text`; bash takes what it is
 * to insert.
 *
 * @param breaks bash's COMP_WORDBREAKS: it replaces no more of the word than what stands after the last of them
 */
export function answerShell(
  shell: Shell,
  { isFiles, candidates }: Completion,
  line: Pick<Line, 'quote' | 'raw'>,
  breaks: string,
): string {
  const lines = candidates.map(({ value, text }) =>
    shell === 'bash' ? insertedByBash(value, line, breaks) : `${value}\t${text}`,
  );
  return [isFiles ? 'files' : 'words', ...lines].map((text) => `${text}\n`).join('');
}

function insertedByBash(value: string, { quote, raw }: Pick<Line, 'quote' | 'raw'>, breaks: string): string {
  if (quote !== undefined) return value;
  const kept = raw.slice(0, replacedFrom(raw, breaks));
  const isContinued = value.toLowerCase().startsWith(kept.toLowerCase());
  return escapeForShell(isContinued ? value.slice(kept.length) : value);
}

/** Where the text begins that bash replaces: after the last break, but at an @, which it takes for the start of a host's name. */
function replacedFrom(raw: string, breaks: string): number {
  const starts = [...breaks]
    .filter((character) => !/[\s"']/.test(character) && raw.includes(character))
    .map((character) => raw.lastIndexOf(character) + (character === '@' ? 0 : 1));
  return Math.max(0, ...starts);
}

/** A backslash before whatever a shell would take for its own. */
function escapeForShell(text: string): string {
  return text.replace(/[^\w@%+=:,./-]/gu, '\\$&');
}
