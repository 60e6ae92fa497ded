/** Questions to a person, asked on stderr so that stdout stays data; the only file that knows @inquirer. */
import type { Prompts } from '../context.js';
import { InterruptedError, UsageError } from '../errors.js';

export interface PromptStreams {
  /** Called when the first question is asked. */
  readonly openInput: () => NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** What inquirer's questions take besides themselves. */
interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Each question ends: with an answer, with InterruptedError at Ctrl-C or when `signal` is aborted, or with a UsageError
 * when standard input ends first, for which inquirer alone would wait for ever. Messages are expected to be harmless.
 */
export function createPrompts(streams: PromptStreams, signal: AbortSignal): Prompts {
  const ask = <T>(question: (context: PromptContext) => Promise<T>) => askOnce(question, streams, signal);
  return {
    text: (message) => ask(async (context) => (await inquirer()).input({ message }, context)),
    secret: (message) => ask(async (context) => (await inquirer()).password({ message, mask: '*' }, context)),
    confirm: (message, byDefault) =>
      ask(async (context) => (await inquirer()).confirm({ message, default: byDefault }, context)),
    select: (message, choices) =>
      ask(async (context) => (await inquirer()).select({ message, choices: [...choices] }, context)),
    search: (message, choices) =>
      ask(async (context) => {
        const source = (typed: string | undefined) => narrowed(choices, typed ?? '');
        return (await inquirer()).search({ message, source }, context);
      }),
  };
}

/** Those whose name holds every word that was typed, without case. */
function narrowed<C extends { readonly name: string }>(choices: readonly C[], typed: string): readonly C[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return choices.filter(({ name }) => {
    const text = name.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function inquirer() {
  return import('@inquirer/prompts');
}

async function askOnce<T>(
  question: (context: PromptContext) => Promise<T>,
  { openInput, output }: PromptStreams,
  signal: AbortSignal,
): Promise<T> {
  const input = openInput();
  const ended = new AbortController();
  const onEnd = () => ended.abort();
  if ('readableEnded' in input && input.readableEnded === true) onEnd();
  input.once('end', onEnd);
  input.once('close', onEnd);
  try {
    return await question({ input, output, signal: AbortSignal.any([signal, ended.signal]) });
  } catch (error) {
    throw promptError(error, signal, ended.signal);
  } finally {
    input.off('end', onEnd);
    input.off('close', onEnd);
  }
}

function promptError(error: unknown, signal: AbortSignal, ended: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (ended.aborted) {
    return new UsageError('no-answer', 'Standard input ended before the question was answered.', {
      hint: 'Run the command at a terminal, or give the answer with its flag (see --help).',
    });
  }
  const isInterrupt = error instanceof Error && error.name === 'ExitPromptError';
  return isInterrupt ? new InterruptedError('interrupted', 'Interrupted; nothing was done.') : error;
}
