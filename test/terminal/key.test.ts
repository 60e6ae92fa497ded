import { emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Key } from '../../src/context.js';
import { type Keypress, readKey } from '../../src/terminal/key.js';

/** What a terminal sends, through node's reader, as keys. */
function keysOf(bytes: string): readonly (Key | undefined)[] {
  const input = new PassThrough();
  const keys: (Key | undefined)[] = [];
  emitKeypressEvents(input);
  input.on('keypress', (text: string | undefined, key: Keypress) => keys.push(readKey(text, key)));
  input.emit('data', Buffer.from(bytes));
  return keys;
}

test.each([
  ['\x1b[A', 'up'],
  ['\x1bOA', 'up'],
  ['\x1b[B', 'down'],
  ['\x1b[C', 'right'],
  ['\x1bOD', 'left'],
  ['\x1b[5~', 'pageup'],
  ['\x1b[6~', 'pagedown'],
  ['\x1b[H', 'home'],
  ['\x1b[1~', 'home'],
  ['\x1bOF', 'end'],
  ['\x1b[4~', 'end'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\x7f', 'backspace'],
  ['\b', 'backspace'],
  ['\t', 'tab'],
  ['\x03', 'ctrl-c'],
  ['\x1a', 'ctrl-z'],
])('%j is %s', (bytes, name) => {
  expect(keysOf(bytes)).toEqual([{ name, text: '' }]);
});

test.each([['a'], ['G'], ['?'], ['/'], [' '], ['é'], ['漢'], ['😀']])('%s types itself', (text) => {
  expect(keysOf(text)).toEqual([{ name: text, text }]);
});

test.each([
  ['\x1bOP', 'a function key'],
  ['\x1b[200~', 'the beginning of a paste'],
  ['\x1bx', 'a key with Alt'],
  ['\0', 'nothing'],
])('%j (%s) stands for nothing that is typed', (bytes) => {
  expect(keysOf(bytes).filter((key) => key !== undefined && key.text !== '')).toEqual([]);
});
