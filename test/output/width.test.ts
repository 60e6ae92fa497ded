import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { harmless } from '../../src/output/harmless.js';
import { displayWidth, graphemes, pad, truncate, wrap } from '../../src/output/width.js';
import { readHostileTexts } from '../support/hostile-texts.js';

describe('text takes as many columns as a terminal gives it', () => {
  test.each([
    ['', 0],
    ['Ada', 3],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['株式会社', 8],
    ['ｱﾊﾟｰﾄ', 5],
    ['ＡＢＣ', 6],
    ['김민준', 6],
    ['\u1112\u1161\u11ab', 2],
    ['เข้าพบ', 5],
    ['👨‍👩‍👧‍👦', 2],
    ['👍🏿', 2],
    ['🇨🇭', 2],
    ['❤️', 2],
    ['1️⃣', 2],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['· → … “ ” — ─', 13],
    ['क्क्क्क', 4],
  ])('%s: %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

test('an independent measure agrees on what people write', () => {
  const texts = [
    'Müller & Söhne',
    'Ελένη',
    'Дарья',
    '佐藤 花子',
    '김민준',
    'ภาษาไทย',
    'עברית',
    'العربية',
    '🎉 party 🎈',
    '✅ done',
    '👩🏽‍💻 dev',
  ];
  expect(texts.map(displayWidth)).toEqual(texts.map((text) => stringWidth(text)));
});

describe('shortening', () => {
  test.each([
    ['Maria Lopez', 11, 'Maria Lopez'],
    ['Maria Lopez', 10, 'Maria Lop…'],
    ['Maria Lopez', 7, 'Maria…'],
    ['Maria', 1, '…'],
    ['Maria', 0, ''],
    ['株式会社', 8, '株式会社'],
    ['株式会社', 7, '株式会…'],
    ['株式会社', 6, '株式…'],
    ['Zoe\u0308s', 3, 'Zo…'],
    ['a👨‍👩‍👧‍👦b', 3, 'a…'],
    ['a👨‍👩‍👧‍👦b', 4, 'a👨‍👩‍👧‍👦b'],
  ])('%s in %i columns: %s', (text, width, shown) => {
    expect(truncate(text, width)).toBe(shown);
  });
});

test('padding counts columns, not characters', () => {
  expect([pad('株式', 6), pad('Zoë', 5, 'left'), pad('Maria', 3)]).toEqual(['株式  ', '  Zoë', 'Maria']);
});

describe('wrapping', () => {
  test('breaks at spaces, and inside a word only where it must', () => {
    expect(wrap('Moved opportunity Roof repair', 12)).toEqual(['Moved', 'opportunity', 'Roof repair']);
    expect(wrap('66f0c0ffee0000000000a001', 20)).toEqual(['66f0c0ffee0000000000', 'a001']);
    expect(wrap('see 66f0c0ffee00 now', 8)).toEqual(['see', '66f0c0ff', 'ee00 now']);
    expect(wrap('株式会社山田', 5)).toEqual(['株式', '会社', '山田']);
    expect(wrap('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('leaves to the terminal what is to be copied from there', () => {
    expect(wrap('see 66f0c0ffee00 now, or later', 8, 'keep')).toEqual([
      'see',
      '66f0c0ffee00',
      'now, or',
      'later',
    ]);
  });
});

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(...readHostileTexts().map(({ text }) => text.slice(0, 300))),
);

test('nothing is wider than it may be, and no character as people see it is cut', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 60 }), (raw, width) => {
      const text = harmless(raw);
      const short = truncate(text, width);
      expect(displayWidth(short)).toBeLessThanOrEqual(width);
      const kept = graphemes(short.replace(/…$/u, ''));
      expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
      for (const line of wrap(text, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 500 },
  );
});

test('wrapping loses no word', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      (parts, width) => {
        expect(wrap(parts.join(' '), width).join('').replaceAll(' ', '')).toBe(parts.join(''));
      },
    ),
  );
});

test('a text of 2 MB is shortened as its first words are', () => {
  expect(truncate('é\u0301'.repeat(1_000_000), 5)).toBe(`${'é\u0301'.repeat(4)}…`);
});
