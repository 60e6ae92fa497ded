/** A small seeded generator: the same seed gives the same business, byte for byte, on every machine. */

import { randomBytes } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A stream of numbers; two streams of different names never influence one another. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** A whole number in [low, high]. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
}

/** A generator (sfc32, public domain, by Chris Doty-Humphrey) started from the text of its name. */
export function createRandom(name: string): Random {
  return over(sfc32(name));
}

/** Unguessable, for changes that a client makes. */
export const randomOfTheMoment: Random = over(() => randomBytes(6).readUIntBE(0, 6) / 2 ** 48);

/** A record id as the service writes them: 20 letters and digits. */
export function recordId(random: Random): string {
  let id = '';
  for (let place = 0; place < 20; place += 1) id += base62.charAt(random.below(62));
  return id;
}

/** A version 4 UUID, which is how the service names workflows and stages. */
export function uuid(random: Random): string {
  let hex = '';
  for (let place = 0; place < 32; place += 1) hex += random.below(16).toString(16);
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) % 4)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function over(next: () => number): Random {
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (list) => pickAt(list, below(list.length)),
  };
}

function pickAt<T>(list: readonly T[], index: number): T {
  if (index >= list.length) throw new RangeError('nothing to pick from');
  return list[index] as T;
}

function sfc32(name: string): () => number {
  let [a, b, c] = hash(name);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** Three 32-bit words out of a text (FNV-1a with a different start each, then mixed). */
function hash(text: string): [number, number, number] {
  const words: [number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x5bd1e995) ^ (words[0] >>> 13);
    words[2] = Math.imul(words[2] + code, 0xc2b2ae35) ^ (words[1] >>> 15);
  }
  return words;
}
