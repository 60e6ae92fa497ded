import { createWriteStream } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ClosedOutputError, IncompleteError } from '../../src/errors.js';
import { createInputStream, createOutputStream, type NodeOutput } from '../../src/terminal/streams.js';

function terminal(columns = 80): NodeOutput {
  return Object.assign(new PassThrough(), { isTTY: true, columns, rows: 24 });
}

function failingWith(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

describe('colour is where it is wanted', () => {
  test.each([
    ['a terminal', terminal(), {}, {}, true],
    ['a pipe', new PassThrough(), {}, {}, false],
    ['--no-color', terminal(), { FORCE_COLOR: '1' }, { color: false }, false],
    ['NO_COLOR', terminal(), { NO_COLOR: '1', FORCE_COLOR: '1' }, {}, false],
    ['an empty NO_COLOR, which says nothing', terminal(), { NO_COLOR: '' }, {}, true],
    ['FORCE_COLOR in a pipe', new PassThrough(), { FORCE_COLOR: '1' }, {}, true],
    ['FORCE_COLOR=0', terminal(), { FORCE_COLOR: '0' }, {}, false],
    ['a dumb terminal', terminal(), { TERM: 'dumb' }, {}, false],
  ] as const)('%s', (_what, stream, environment, flags, hasColor) => {
    expect(createOutputStream(stream, environment, flags).hasColor).toBe(hasColor);
  });
});

describe('the width is the one that somebody knows', () => {
  test.each([
    ['a terminal of 100', terminal(100), {}, 100],
    ['COLUMNS on a terminal', terminal(100), { COLUMNS: '60' }, 60],
    ['COLUMNS in a pipe', new PassThrough(), { COLUMNS: '60' }, 60],
    ['nonsense in COLUMNS', terminal(100), { COLUMNS: 'wide' }, 100],
    ['a terminal that says 0', terminal(0), {}, undefined],
    ['a pipe', new PassThrough(), {}, undefined],
  ] as const)('%s', (_what, stream, environment, columns) => {
    expect(createOutputStream(stream, environment).columns).toBe(columns);
  });

  test('a window that is drawn wider is wider', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const output = createOutputStream(stream, {});
    stream.columns = 120;
    expect(output.columns).toBe(120);
  });
});

test('a write is done when the system has taken it: a slow reader slows us', async () => {
  const taken: (() => void)[] = [];
  const slow = new Writable({ write: (_chunk, _encoding, done) => void taken.push(done) });
  const order: string[] = [];
  const writing = createOutputStream(slow, {})
    .write('x')
    .then(() => order.push('written'));
  await Promise.resolve();
  order.push('taken');
  taken[0]?.();
  await writing;
  expect(order).toEqual(['taken', 'written']);
});

test('a reader that has gone away ends the writing quietly, and stays gone', async () => {
  const output = createOutputStream(failingWith('EPIPE'), {});
  await expect(output.write('x')).rejects.toBeInstanceOf(ClosedOutputError);
  await expect(output.write('y')).rejects.toBeInstanceOf(ClosedOutputError);
});

test('a full disk is told as what it is', async () => {
  const output = createOutputStream(createWriteStream('/dev/full'), {});
  await expect(output.write('x')).rejects.toMatchObject({
    constructor: IncompleteError,
    code: 'output-failed',
    exitCode: 3,
    message: expect.stringContaining('ENOSPC'),
  });
});

test('nobody to hear a warning is no reason to stop', async () => {
  const output = createOutputStream(failingWith('EPIPE'), {}, { ignoresFailures: true });
  await expect(output.write('x')).resolves.toBeUndefined();
});

test('standard input is read whole, whatever its chunks cut through, and not opened before', async () => {
  const bytes = Buffer.from('tökén\n');
  let isOpen = false;
  const input = createInputStream(() => {
    isOpen = true;
    return Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]);
  }, false);
  expect(isOpen).toBe(false);
  expect(await input.readAll()).toBe('tökén\n');
});
