/** What a command that adds to an archive hands to it of the outside world. */
import type { Writing } from '../archive/store/writing.js';
import type { Context } from '../context.js';
import type { Voice } from './voice.js';

/** For an archive that is there already. */
export function writingBy(
  { configFolder, clock, runner, version }: Pick<Context, 'configFolder' | 'clock' | 'runner' | 'version'>,
  voice: Voice,
): Omit<Writing, 'account'> {
  return { configFolder, clock, runner, version, say: (sentence) => voice.warn(sentence) };
}
