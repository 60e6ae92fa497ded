/** Asking a person to type a word before something is done that cannot be undone. */
import type { Context } from '../context.js';
import { harmless } from '../output/harmless.js';
import type { Voice } from './voice.js';

/** Typed wrong three times is no slip. */
const mostTries = 3;

export interface WantedWord {
  readonly question: string;
  /** What must be typed. */
  readonly word: string;
  readonly accepts: (typed: string) => boolean;
}

/** Whether it was typed; an empty answer is a no. @throws InterruptedError at Ctrl-C */
export async function isTyped(
  { question, word, accepts }: WantedWord,
  { terminal }: Pick<Context, 'terminal'>,
  voice: Voice,
): Promise<boolean> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const typed = await terminal.prompts.text(harmless(question));
    if (accepts(typed)) return true;
    if (typed.trim() === '') return false;
    await voice.warn(`That is not it. It is: ${word}`);
  }
  return false;
}
