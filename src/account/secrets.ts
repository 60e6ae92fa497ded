/** The tokens that are known here, and how to find them in a text: whole or in pieces, as they are or encoded. */

/** A piece of a token that is no longer is of no use to anybody; halves, and what a line break leaves, are longer. */
const mostHarmlessPart = 11;
const leastPart = 8;
/** What is shorter is no secret, and would be found in every other word. */
const leastSecret = 6;
/** No header holds more (Node's own bound on all of them): whatever else came that way is no token. */
const mostSecret = 16 * 1024;

const replacement = '[token]';

/** What has the shape of a token, whoever it belongs to. */
const shapes = /eyJ[\w-]{8,}(?:\.[\w-]+){1,2}|pit-[\w-]{8,}|bearer\s+[\w.~+/-]{12,}=*/gi;

/** Which tokens must not be shown; more may become known while a command runs. */
export class Secrets {
  readonly #secrets = new Set<string>();
  /** The parts that are looked for, by their length. */
  #parts: ReadonlyMap<number, ReadonlySet<string>> | undefined;

  /** What is too short or too long to be a token is none. */
  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  add(secret: string): void {
    const trimmed = secret.trim();
    if (trimmed.length < leastSecret || trimmed.length > mostSecret || this.#secrets.has(trimmed)) return;
    this.#secrets.add(trimmed);
    this.#parts = undefined;
  }

  /** The text with each of them, each longer piece of one, and whatever has the shape of a token taken out. */
  without(text: string): string {
    return this.#withoutParts(text).replace(shapes, replacement);
  }

  #withoutParts(text: string): string {
    if (this.#secrets.size === 0) return text;
    this.#parts ??= partsOf(this.#secrets);
    const hidden = new Uint8Array(text.length);
    for (const [length, parts] of this.#parts) {
      for (let at = 0; at + length <= text.length; at += 1) {
        if (parts.has(text.slice(at, at + length))) hidden.fill(1, at, at + length);
      }
    }
    return hidden.includes(1) ? blackened(text, hidden) : text;
  }
}

function blackened(text: string, hidden: Uint8Array): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const isHidden = hidden[at] === 1;
    const found = hidden.indexOf(isHidden ? 0 : 1, at);
    const end = found === -1 ? text.length : found;
    result += isHidden ? replacement : text.slice(at, end);
    at = end;
  }
  return result;
}

function partsOf(secrets: Iterable<string>): Map<number, Set<string>> {
  const byLength = new Map<number, Set<string>>();
  for (const secret of secrets) {
    for (const form of formsOf(secret)) {
      const length = partLength(form.length);
      const parts = byLength.get(length) ?? new Set();
      for (let at = 0; at + length <= form.length; at += 1) parts.add(form.slice(at, at + length));
      byLength.set(length, parts);
    }
  }
  return byLength;
}

/** A third of it, but neither a common word nor more than is harmless; the whole of what is shorter than that. */
function partLength(length: number): number {
  const third = Math.floor(length / 3);
  return Math.min(length, Math.max(leastPart, Math.min(third, mostHarmlessPart + 1)));
}

/** As it is, and as addresses, JSON, headers and dumps write it. */
function formsOf(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(bytes.toString('utf8'));
  const base64 = [0, 1, 2].map((before) => base64Within(bytes, before));
  return new Set([
    secret,
    percent,
    percent.replace(/%../g, (hex) => hex.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
  ]);
}

/** What is the same in the base64 of every text that holds it after so many bytes (modulo 3). */
function base64Within(bytes: Uint8Array, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const wholeCharacters = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), wholeCharacters);
}
