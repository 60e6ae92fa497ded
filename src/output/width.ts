/**
 * How wide text is on a screen, and fitting it: cut, pad, wrap, never inside a character as people see it (a grapheme).
 * Apart because widths are the one thing that every screen format needs and no text knows of itself.
 * Works on harmless text; `string-width` would cost 30 ms of start-up, most of it for a segmenter that is rarely needed.
 */
import { eastAsianWidth } from 'get-east-asian-width';

/** One column a character, no marks, nothing wide: Latin, Greek, Cyrillic, and the signs that our own lines use. */
const onlyNarrow =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u257f]*$/u;
const mark = /^\p{M}$/u;
const spacingMark = /^\p{Mc}$/u;
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}]$/u;
const emojiSequence =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Extended_Pictographic}\p{Emoji_Modifier}|\u20e3|^\p{Regional_Indicator}{2}$/u;

let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as people see them. */
export function graphemes(text: string): readonly string[] {
  return onlyNarrow.test(text) ? text.split('') : Array.from(eachGrapheme(text));
}

/** One after the other, for whoever needs only the first of a long text. */
function* eachGrapheme(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Columns that the text takes on a screen. */
export function displayWidth(text: string): number {
  if (onlyNarrow.test(text)) return text.length;
  return graphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/** The text, or as much of it as fits into `width` columns with a `…` at its end. */
export function truncate(text: string, width: number): string {
  if (onlyNarrow.test(text)) {
    return text.length <= width ? text : width < 1 ? '' : `${text.slice(0, width - 1).trimEnd()}…`;
  }
  // A grapheme may be long, but no screen shows more than a few code units a column: do not segment 2 MB for 80 columns.
  const near = text.length > width * 64 + 256 ? text.slice(0, width * 64 + 256) : text;
  if (takeColumns(near, width).length === text.length) return text;
  return width < 1 ? '' : `${takeColumns(near, width - 1).trimEnd()}…`;
}

/** The text with spaces after it (or before it) up to `width` columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'right' ? text + blank : blank + text;
}

/**
 * The text in lines of at most `width` columns, broken at spaces where there are any; its own line breaks stay.
 *
 * @param wideWords `keep`: a word wider than that is left to the terminal, for what is copied from there (a key, a path) must be whole
 */
export function wrap(text: string, width: number, wideWords: 'break' | 'keep' = 'break'): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width), wideWords));
}

function wrapLine(line: string, width: number, wideWords: 'break' | 'keep'): readonly string[] {
  if (line.length <= width && onlyNarrow.test(line)) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const word of line.split(/(?<= )(?=[^ ])/u)) {
    const bare = displayWidth(word.trimEnd());
    if (used > 0 && used + bare > width) {
      lines.push(current.trimEnd());
      current = '';
      used = 0;
    }
    const isBroken = bare > width && wideWords === 'break';
    const pieces = isBroken ? breakWord(word.trimEnd(), width) : [word];
    lines.push(...pieces.slice(0, -1));
    const last = pieces.at(-1) ?? '';
    current += isBroken ? `${last} ` : last;
    used = displayWidth(current);
  }
  lines.push(current.trimEnd());
  return lines;
}

/** Pieces of at most `width` columns of a word that has no space. */
function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const grapheme of graphemes(word)) {
    const columns = graphemeWidth(grapheme);
    if (used > 0 && used + columns > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += columns > width ? '…' : grapheme;
    used += Math.min(columns, width);
  }
  return [...pieces, piece];
}

/** The longest beginning of the text that fits. */
function takeColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const grapheme of eachGrapheme(text)) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return taken;
}

/**
 * Emoji sequences are one picture of two columns; elsewhere each code point counts for itself as terminals do, so that
 * conjuncts and stacked syllables, which a segmenter calls one grapheme, get the room that they take.
 */
function graphemeWidth(grapheme: string): number {
  if (grapheme.length > 1 && emojiSequence.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x300) return 1;
  if (isJoiningJamo(codePoint)) return 0;
  if (mark.test(character)) return spacingMark.test(character) ? 1 : 0;
  return invisible.test(character) ? 0 : eastAsianWidth(codePoint);
}

/** Vowels and finals of Hangul, which join the leading consonant's two columns. */
function isJoiningJamo(codePoint: number): boolean {
  return (codePoint >= 0x1160 && codePoint <= 0x11ff) || (codePoint >= 0xd7b0 && codePoint <= 0xd7fb);
}
