/**
 * Cuts the elements of a page's arrays out of its bytes, so that every event keeps the exact text that was sent: parsing and
 * writing again would change 12345678901234567890, 1.0, repeated keys and escapes. It runs after JSON.parse has accepted
 * the page, and so need not judge it, only tell strings from structure.
 */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Starts and ends (exclusive) of an array's elements, in turn: [start, end, start, end, …]. */
export type ElementSpans = readonly number[];

/**
 * The spans of the elements of those members of the top object that are arrays, by member name; of repeated names the last one
 * counts, as JSON.parse has it.
 * @param bytes a JSON text that JSON.parse has accepted as an object; a byte order mark may precede it
 */
export function elementSpans(bytes: Uint8Array, names: readonly string[]): Map<string, ElementSpans> {
  const found = new Map<string, ElementSpans>();
  let at = skipTo(bytes, 0, openBrace) + 1;
  for (;;) {
    at = skipSpace(bytes, at);
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
    if (bytes[at] !== quote) return found;
    const keyEnd = skipString(bytes, at);
    const key = readKey(bytes, at, keyEnd);
    at = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const isWanted = names.includes(key);
    if (isWanted) found.delete(key);
    if (isWanted && bytes[at] === openBracket) {
      const spans: number[] = [];
      at = readElements(bytes, at, spans);
      found.set(key, spans);
    } else {
      at = endOfValue(bytes, at);
    }
  }
}

/** Fills `spans` with the elements of the array that opens at `at`; gives the position after it. */
function readElements(bytes: Uint8Array, at: number, spans: number[]): number {
  let next = skipSpace(bytes, at + 1);
  while (next < bytes.length && bytes[next] !== closeBracket) {
    const end = endOfValue(bytes, next);
    spans.push(next, end);
    next = skipSpace(bytes, end);
    if (bytes[next] === comma) next = skipSpace(bytes, next + 1);
  }
  return next + 1;
}

/** The position after the value that begins at `at`. */
export function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === quote) return skipString(bytes, at);
  if (first === openBrace || first === openBracket) return skipContainer(bytes, at);
  let next = at;
  while (next < bytes.length && !endsScalar(bytes[next] as number)) next++;
  return next;
}

function endsScalar(byte: number): boolean {
  return byte === comma || byte === closeBracket || byte === closeBrace || byte <= 0x20;
}

function skipContainer(bytes: Uint8Array, at: number): number {
  const length = bytes.length;
  let depth = 0;
  for (let next = at; next < length; next++) {
    const byte = bytes[next];
    if (byte === quote) {
      next = skipString(bytes, next) - 1;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth === 0) return next + 1;
    }
  }
  return length;
}

/**
 * Steps over escapes by `+= 2`: skipping the escaped byte with a `++` of its own looks the same and makes the whole cutting run at
 * 40 % of its speed (V8 11; 260 against 650 MB/s).
 */
function skipString(bytes: Uint8Array, at: number): number {
  const length = bytes.length;
  let next = at + 1;
  while (next < length) {
    const inside = bytes[next];
    if (inside === quote) break;
    next += inside === backslash ? 2 : 1;
  }
  return next + 1;
}

function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length && (bytes[next] as number) <= 0x20) next++;
  return next;
}

function skipTo(bytes: Uint8Array, at: number, wanted: number): number {
  const found = bytes.indexOf(wanted, at);
  return found === -1 ? bytes.length : found;
}

/** A key may be spelled with escapes: `"lo\u0067s"` is `logs`. */
function readKey(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}
