/**
 * The one place that makes text from the log harmless for a screen. Escapes are made visible, never removed:
 * removal would hide an attack, and a name that looks like another would look the same.
 */

/**
 * What a terminal obeys, or what a person cannot see: C0, DEL, C1, bidi controls, zero-width and other invisible
 * characters, interlinear marks, tags, lone surrogates and noncharacters (UTR #36, Trojan Source). Variation selectors stay: they
 * only choose a glyph.
 */
const hostileCharacters =
  '\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
  '\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}\\p{Surrogate}\\p{Noncharacter_Code_Point}';

/** More marks than any writing system stacks on one letter; beyond this they paint over the lines around. */
const mostMarks = 8;

/** As many joiners as the longest emoji families and couples have; beyond this terminals disagree about the width. */
const mostJoiners = 3;

/**
 * What most text beyond ASCII is made of, none of it hostile and none a mark: Latin, Greek, Cyrillic, our own signs, kana, Han,
 * Hangul. Without the flag `u`, one look at it costs a tenth of the full one.
 */
export const plainBeyondAscii =
  '\\xa0-\\xac\\xae-\\u02ff\\u0370-\\u0482\\u048a-\\u052f\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf\\u2190-\\u21ff' +
  '\\u3000-\\u3029\\u3030-\\u3098\\u309b-\\u3163\\u3400-\\u9fff\\uac00-\\ud7a3';
const onlyPlain = new RegExp(`^[\\x20-\\x7e${plainBeyondAscii}]*$`);
const anyHostile = new RegExp(`[${hostileCharacters}]|\\p{M}{${mostMarks + 1}}`, 'u');

const pictograph = '(?:\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)';
const emojiFamily = `(?<family>${pictograph}(?:\\u200d${pictograph})+)`;
/** The three flags that tags spell: England, Scotland, Wales. Any other tag can smuggle words. */
const tagFlag =
  '(?<flag>\\u{1f3f4}\\u{e0067}\\u{e0062}\\u{e0065}\\u{e006e}\\u{e0067}\\u{e007f}|\\u{1f3f4}\\u{e0067}\\u{e0062}\\u{e0073}\\u{e0063}\\u{e0074}\\u{e007f}|\\u{1f3f4}\\u{e0067}\\u{e0062}\\u{e0077}\\u{e006c}\\u{e0073}\\u{e007f})';
/** Where spelling needs a joiner (UAX #31, A1 and B): between Arabic letters, and after an Indic virama. */
const spellingJoiner =
  '(?<joiner>(?<=\\p{Script=Arabic}\\p{M}*)\\u200c(?=\\p{Script=Arabic})|' +
  '(?<=[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca])[\\u200c\\u200d](?=\\P{C}|$))';
const flood = `(?<flood>(?<=\\p{M}{${mostMarks}})\\p{M}+)`;
const hostileOrKept = new RegExp(
  `${tagFlag}|${emojiFamily}|${spellingJoiner}|${flood}|[${hostileCharacters}]`,
  'gu',
);

interface Found {
  readonly family?: string;
  readonly flag?: string;
  readonly joiner?: string;
  readonly flood?: string;
}

/** How a notation writes one hostile character, and marks that are too many. */
interface Notation {
  readonly character: (character: string) => string;
  readonly flood: (marks: string) => string;
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const screenNotation: Notation = {
  character: (character) => shortEscapes[character] ?? hexEscape(character.codePointAt(0) ?? 0),
  flood: (marks) => `[+${[...marks].length} marks]`,
};

const jsonNotation: Notation = {
  character: jsonEscapes,
  flood: jsonEscapes,
};

const cellNotation: Notation = {
  character: (character) => (character in shortEscapes ? character : jsonEscapes(character)),
  flood: jsonEscapes,
};

/** The text with everything that a terminal would obey or a person would not see written out: `\x1b`, `\u202e`, `\n`. */
export function harmless(text: string): string {
  return isHarmless(text) ? text : rewrite(text, screenNotation);
}

/** As harmless, for text of several lines: `\n` stays, `\r\n` becomes one. */
export function harmlessLines(text: string): string {
  return isHarmless(text) ? text : text.split(/\r?\n/u).map(harmless).join('\n');
}

/**
 * JSON text of the same value, on one line and harmless: hostile characters become JSON's own `\u` escapes, and line
 * breaks and tabs, which valid JSON has only between its tokens, become spaces.
 */
export function harmlessJson(json: string): string {
  if (isHarmless(json)) return json;
  return rewrite(json.replace(/[\t\n\r]/gu, ' '), jsonNotation);
}

/**
 * As harmless, but so that it can be undone: `\\u` and four hex digits per UTF-16 unit, and a backslash that already
 * stands before such is itself written `\\u005c`. TAB, LF and CRLF stay.
 */
export function hostileToEscapes(text: string): string {
  if (isHarmless(text) && !text.includes('\\u')) return text;
  return rewrite(
    text.replace(/\\(?=u[0-9a-f]{4})/gu, jsonEscapes).replace(/\r(?!\n)/gu, jsonEscapes),
    cellNotation,
  );
}

function isHarmless(text: string): boolean {
  return onlyPlain.test(text) || !anyHostile.test(text);
}

function rewrite(text: string, notation: Notation): string {
  return text.replace(hostileOrKept, (match: string, ...rest: unknown[]) => {
    const found = rest.at(-1) as Found;
    if (found.flag !== undefined || found.joiner !== undefined) return match;
    if (found.flood !== undefined) return notation.flood(match);
    if (found.family === undefined) return notation.character(match);
    return match.split('\u200d').length - 1 <= mostJoiners
      ? match
      : match.replaceAll('\u200d', notation.character);
  });
}

function hexEscape(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

function jsonEscapes(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at += 1) {
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
