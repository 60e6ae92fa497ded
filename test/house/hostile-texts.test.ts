import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hostileTextsFile, readAttacks, readHostileTexts } from '../support/hostile-texts.js';

const texts = readHostileTexts();

test('the file of hostile texts harms nobody who looks into it', () => {
  const file = readFileSync(hostileTextsFile, 'utf8');
  expect(file.match(/[^\n -~]/u)).toBeNull();
});

test('there are more than 400 hostile texts, each with a name and content of its own', () => {
  expect(texts.length).toBeGreaterThan(400);
  expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length);
  expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
});

test('every attack is explained and every explained attack is made', () => {
  expect([...new Set(texts.map(({ attack }) => attack))].sort()).toEqual(Object.keys(readAttacks()).sort());
});

/** reliability.md, "What texts hold": each thing in the list, and how to know it. */
const promised: readonly (readonly [string, RegExp])[] = [
  ['ESC', /\x1b/],
  ['CSI', /\x1b\[/],
  ['8-bit CSI', /\x9b/],
  ['OSC 8', /\x1b\]8;/],
  ['OSC 52', /\x1b\]52;/],
  ...Array.from({ length: 32 }, (_, byte) => named('C0', byte)),
  ...Array.from({ length: 32 }, (_, byte) => named('C1', byte + 0x80)),
  ['DEL', /\x7f/],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x61c, 0x200e, 0x200f].map(
    (point) => named('bidi', point),
  ),
  ...[0x200b, 0x200c, 0x200d, 0x2060, 0xfeff].map((point) => named('zero width', point)),
  ['a combining character', /\p{M}/u],
  ['an emoji family', /\u{1f468}\u200d\u{1f469}\u200d\u{1f467}/u],
  ['East Asian wide text', /^\p{Script=Han}+$/u],
  ['a lone high surrogate', /[\ud800-\udbff](?![\udc00-\udfff])/],
  ['a lone low surrogate', /(?<![\ud800-\udbff])[\udc00-\udfff]/],
  ['a leading BOM', /^\ufeff/],
  ['5,000 characters with no space', /^\S{5000}/],
  ['=1+1', /^=1\+1$/],
  ...['+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20'].map((sign) =>
    named('formula', sign.codePointAt(0) ?? 0, '^'),
  ),
  ['a leading tab', /^\t/],
  ['a leading CR', /^\r/],
  ['a leading LF', /^\n/],
  ['a leading NUL', /^\0/],
  ['a quote', /"/],
  ['a comma', /,/],
  ['a semicolon', /;/],
  ['a decimal comma', /\d,\d/],
  ['../../etc/passwd', /^\.\.\/\.\.\/etc\/passwd$/],
];

function named(kind: string, point: number, before = ''): readonly [string, RegExp] {
  const hex = point.toString(16).padStart(4, '0');
  return [`${kind} U+${hex}`, new RegExp(`${before}\\u${hex}`)];
}

test.each(promised)('%s is among them', (_name, pattern) => {
  expect(texts.filter(({ text }) => pattern.test(text))).not.toEqual([]);
});

test('some differ only in normalisation', () => {
  const composed = texts.map(({ text }) => text.normalize('NFC'));
  expect(composed.length - new Set(composed).size).toBeGreaterThanOrEqual(3);
});
