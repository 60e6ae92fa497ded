import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { InterruptedError, UsageError } from '../../src/errors.js';
import { createPrompts } from '../../src/terminal/prompts.js';

function person({ signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown: string[] = [];
  output.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
  const prompts = createPrompts({ openInput: () => input, output }, signal);
  /** Types as soon as the question stands on the screen. */
  const types = (keys: string) => output.once('data', () => setImmediate(() => input.write(keys)));
  return { prompts, input, output, types, shown: () => shown.join('') };
}

test('an answer is what was typed', async () => {
  const { prompts, types, shown } = person();
  types('Sales 2026\r');
  expect(await prompts.text('Name of the pipeline:')).toBe('Sales 2026');
  expect(shown()).toContain('Name of the pipeline:');
});

test('a secret is never on the screen', async () => {
  const { prompts, types, shown } = person();
  types('canary-7f3a\r');
  expect(await prompts.secret('Token:')).toBe('canary-7f3a');
  expect(shown()).not.toContain('canary');
});

test('yes and no, and enter for what is usual', async () => {
  const yes = person();
  yes.types('y\r');
  expect(await yes.prompts.confirm('Restore?', false)).toBe(true);
  const usual = person();
  usual.types('\r');
  expect(await usual.prompts.confirm('Restore?', false)).toBe(false);
});

test('a choice is the value behind the name', async () => {
  const { prompts, types } = person();
  types('\x1b[B\r');
  const choices = [
    { name: 'Sales', value: 1 },
    { name: 'Service', value: 2 },
  ];
  expect(await prompts.select('Which pipeline?', choices)).toBe(2);
});

test('Ctrl-C at a question interrupts', async () => {
  const { prompts, types } = person();
  types('\x03');
  await expect(prompts.text('Name:')).rejects.toBeInstanceOf(InterruptedError);
});

test('a signal that ends the program ends the question with its reason', async () => {
  const controller = new AbortController();
  const { prompts, output } = person({ signal: controller.signal });
  const reason = new InterruptedError('interrupted', 'SIGTERM');
  output.once('data', () => controller.abort(reason));
  await expect(prompts.text('Name:')).rejects.toBe(reason);
});

test('a standard input that ends answers nothing, and nobody waits for it', async () => {
  const { prompts, input, output } = person();
  output.once('data', () => input.end());
  await expect(prompts.confirm('Restore?', true)).rejects.toMatchObject({
    constructor: UsageError,
    code: 'no-answer',
  });
});

test('a standard input that has ended before is not waited for either', async () => {
  const { prompts, input } = person();
  input.end();
  input.resume();
  await new Promise((resolve) => input.once('end', resolve));
  await expect(prompts.text('Name:')).rejects.toMatchObject({ code: 'no-answer' });
});

test('a long list is narrowed down by what is typed, every word of it, without case', async () => {
  const { prompts, input, output, shown } = person();
  const choices = ['Sales 2025 · pipeline', 'Sales 2026 · pipeline', 'Visits · calendar'].map((name) => ({
    name,
    value: name.toUpperCase(),
  }));
  const chosen = prompts.search('What should come back?', choices);
  output.once('data', () => setImmediate(() => input.write('2026 SALES')));
  output.on('data', () => setImmediate(() => shown().includes('2026 SALES') && input.write('\r')));
  expect(await chosen).toBe('SALES 2026 · PIPELINE');
});
