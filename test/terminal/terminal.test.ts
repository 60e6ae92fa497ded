import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTerminal } from '../../src/terminal/terminal.js';
import { memoryOutput } from '../support/streams.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function terminal(environment: Readonly<Record<string, string>>, isTerminal = true) {
  const errorOutput = new PassThrough();
  const parts = {
    openInput: () => new PassThrough(),
    errorOutput,
    stderr: { isTerminal },
    environment,
    signal: new AbortController().signal,
  };
  return { errorOutput, terminal: createTerminal(parts) };
}

describe('progress is drawn only for somebody who can see it drawn', () => {
  test.each([
    ['a terminal', {}, true, true],
    ['no terminal', {}, false, false],
    ['a terminal that cannot move its cursor', { TERM: 'dumb' }, true, false],
    ['a build machine', { CI: 'true' }, true, false],
    ['CI=false', { CI: 'false' }, true, true],
    ['an empty CI', { CI: '' }, true, true],
  ] as const)('%s', async (_what, environment, isTerminal, isDrawn) => {
    const { errorOutput, terminal: made } = terminal(environment, isTerminal);
    const progress = made.progress('reading');
    await vi.advanceTimersByTimeAsync(300);
    await vi.dynamicImportSettled();
    progress.stop();
    expect(String(errorOutput.read() ?? '').includes('reading')).toBe(isDrawn);
  });
});

test('there is no pager where nobody leafs', () => {
  const { terminal: made } = terminal({ PAGER: 'more' });
  expect(made.page(memoryOutput())).toBeUndefined();
});
