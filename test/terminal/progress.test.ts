import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProgress } from '../../src/terminal/progress.js';

/** A terminal that keeps what it is sent; ora moves the cursor by its methods. */
function screen() {
  const written: string[] = [];
  const note = (text: string) => () => written.push(text) > 0;
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    write: (text: string) => written.push(text) > 0,
    clearLine: note('<clear>'),
    cursorTo: note('<start>'),
    moveCursor: note('<move>'),
  });
  return { stream, text: () => written.join('') };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function wait(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.dynamicImportSettled();
}

test('what takes 200 ms or less needs no word', async () => {
  const { stream, text } = screen();
  const progress = startProgress('reading', { stream, isShown: true });
  await wait(199);
  progress.stop();
  await wait(1000);
  expect(text()).toBe('');
});

test('what takes longer says what it does, and is gone afterwards', async () => {
  const { stream, text } = screen();
  const progress = startProgress('reading', { stream, isShown: true });
  await wait(200);
  expect(text()).toContain('reading');
  progress.update('reading 1,284 events');
  await wait(100);
  expect(text()).toContain('reading 1,284 events');
  progress.stop();
  progress.stop();
  const atTheEnd = text();
  expect(atTheEnd.lastIndexOf('<clear>')).toBeGreaterThan(atTheEnd.lastIndexOf('reading'));
  await wait(1000);
  expect(text()).toBe(atTheEnd);
});

test('where nobody sees it nothing is written', async () => {
  const { stream, text } = screen();
  const progress = startProgress('reading', { stream, isShown: false });
  await wait(1000);
  progress.update('still reading');
  progress.stop();
  expect(text()).toBe('');
});

test('a terminal that nobody has sized is not drawn on, for it would be without end', async () => {
  const { stream, text } = screen();
  const progress = startProgress('reading', { stream: Object.assign(stream, { columns: 0 }), isShown: true });
  await wait(1000);
  progress.stop();
  expect(text()).toBe('');
});
