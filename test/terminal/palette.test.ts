import { expect, test } from 'vitest';
import { loadPalette } from '../../src/terminal/palette.js';

test('words keep their text and get the terminal’s own sixteen colours', async () => {
  const { strong, faint, good, warning, bad, accent, quiet } = await loadPalette({ hasColor: true });
  expect([strong, faint, good, warning, bad, accent, quiet].map((paint) => paint('x'))).toEqual([
    '\x1b[1mx\x1b[22m',
    '\x1b[2mx\x1b[22m',
    '\x1b[32mx\x1b[39m',
    '\x1b[33mx\x1b[39m',
    '\x1b[31mx\x1b[39m',
    '\x1b[36mx\x1b[39m',
    '\x1b[3mx\x1b[23m',
  ]);
});

test('without colour each gives back its text', async () => {
  const palette = await loadPalette({ hasColor: false });
  expect(Object.values(palette).map((paint) => paint('x'))).toEqual(Array(7).fill('x'));
});

test('a list of lines is painted line by line, and nothing is added to them', async () => {
  const { faint } = await loadPalette({ hasColor: true });
  expect(['a', 'b'].map(faint)).toEqual(['\x1b[2ma\x1b[22m', '\x1b[2mb\x1b[22m']);
});
