import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless, harmlessJson, harmlessLines, hostileToEscapes } from '../../src/output/harmless.js';
import { firstHostile } from '../support/first-hostile.js';
import { readHostileTexts } from '../support/hostile-texts.js';

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('what a terminal would obey is written out', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    [
      '\x1b]8;;https://evil.example\x07click\x1b]8;;\x07',
      '\\x1b]8;;https://evil.example\\x07click\\x1b]8;;\\x07',
    ],
    ['\x9b2J', '\\x9b2J'],
    ['over\rwritten', 'over\\rwritten'],
    ['two\nlines\tand a tab', 'two\\nlines\\tand a tab'],
    ['nul\0bell\x07del\x7f', 'nul\\x00bell\\x07del\\x7f'],
    ['gnp.\u202egpj.exe', 'gnp.\\u202egpj.exe'],
    ['zero\u200bwidth\u200djoined', 'zero\\u200bwidth\\u200djoined'],
    ['\ufeffmark', '\\ufeffmark'],
    ['Donau\xadschiff', 'Donau\\xadschiff'],
    ['blank\u3164name', 'blank\\u3164name'],
    ['alone\ud83d!', 'alone\\ud83d!'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['\u{1f3f4}\u{e0068}\u{e0069}\u{e007f}', '\u{1f3f4}\\u{e0068}\\u{e0069}\\u{e007f}'],
  ])('%j becomes %s', (text, shown) => {
    expect(harmless(text)).toBe(shown);
  });
});

describe('text that people write stays as it is', () => {
  test.each([
    'Ada Example <ada@example.com> “quoted” — C:\\new\\table',
    'Zoë Müller, Ελένη, Дарья, 佐藤 花子, 김민준, เข้าพบลูกค้า, हिन्दी',
    '👨‍👩‍👧‍👦 👩🏽‍💻 ❤️‍🔥 🏳️‍🌈 🇨🇭 👍🏿',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿',
    'می‌خواهم',
    'ශ්‍රී ලංකා',
    'Việt Nam, é as e and an accent: e\u0301',
    '葛\u{e0100}城',
  ])('%s', (text) => {
    expect(harmless(text)).toBe(text);
    expect(harmlessJson(JSON.stringify(text))).toBe(JSON.stringify(text));
  });
});

test('marks that pile up over the neighbouring lines are counted instead of drawn', () => {
  const flooded = `a${'\u0301'.repeat(5000)}b`;
  expect(harmless(flooded)).toBe(`a${'\u0301'.repeat(8)}[+4992 marks]b`);
});

test('a family of a hundred emoji is no family', () => {
  expect(harmless('👨\u200d👩\u200d👧\u200d👦\u200d👦')).toBe('👨\\u200d👩\\u200d👧\\u200d👦\\u200d👦');
});

test('a text of several lines keeps its lines and nothing else', () => {
  expect(harmlessLines('one\r\ntwo\nthree\rfour\x1b[A')).toBe('one\ntwo\nthree\\rfour\\x1b[A');
});

test.each(readHostileTexts())('hostile text $id: nothing of it reaches the screen as it is', ({ text }) => {
  const shown = harmless(text);
  expect(firstHostile(shown)).toBeUndefined();
  expect(shown).not.toMatch(/\p{M}{9}/u);
  expect(firstHostile(harmlessLines(text).replaceAll('\n', ''))).toBeUndefined();
  const json = harmlessJson(JSON.stringify(text));
  expect(firstHostile(json)).toBeUndefined();
  expect(JSON.parse(json)).toBe(text);
});

test('no text at all gets through: any UTF-16, and what is made harmless twice is the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = harmless(text);
      expect(firstHostile(shown)).toBeUndefined();
      expect(harmless(shown)).toBe(shown);
    }),
    { numRuns: 500 },
  );
});

test('JSON stays the same value, whatever it holds and however it was broken into lines', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const json = harmlessJson(JSON.stringify(value, null, indent));
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(firstHostile(json)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('escapes that can be undone leave line breaks and tabs, and mark a backslash only where it would mislead', () => {
  expect(hostileToEscapes('a\tb\r\nc\rd\x1b')).toBe('a\tb\r\nc\\u000dd\\u001b');
  expect(hostileToEscapes('C:\\users\\u00e9 \\u001b')).toBe('C:\\users\\u005cu00e9 \\u005cu001b');
});
