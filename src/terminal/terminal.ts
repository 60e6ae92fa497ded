/** What only a terminal can do, put together for the entry; each part loads its package when it is first used. */
import type { OutputStream, Terminal } from '../context.js';
import { choosePager, openPager } from './pager.js';
import { loadPalette } from './palette.js';
import { startProgress } from './progress.js';
import { createPrompts } from './prompts.js';
import { openFullScreen, type ScreenPlace } from './screen.js';
import { isDumb } from './streams.js';

export interface TerminalParts {
  /** Opened when the first question is asked. */
  readonly openInput: () => NodeJS.ReadableStream;
  readonly errorOutput: NodeJS.WritableStream;
  readonly stderr: Pick<OutputStream, 'isTerminal'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends a question that is being asked; its reason is what the question rejects with. */
  readonly signal: AbortSignal;
  /** What a full screen is made of; undefined where standard input or output is no terminal. */
  readonly screen?: Omit<ScreenPlace, 'signal'> | undefined;
}

/** The terminal of this process. `CI` and `TERM=dumb` keep progress silent. */
export function createTerminal(parts: TerminalParts): Terminal {
  const { environment, errorOutput, openInput, signal, stderr } = parts;
  const isShown = stderr.isTerminal && !isDumb(environment) && !isBuildMachine(environment);
  return {
    palette: loadPalette,
    progress: (text) => startProgress(text, { stream: errorOutput, isShown }),
    prompts: createPrompts({ openInput, output: errorOutput }, signal),
    page(stdout) {
      const command = choosePager(stdout, environment);
      return command === undefined ? undefined : openPager(command, stdout, environment);
    },
    openScreen() {
      const { screen } = parts;
      return screen === undefined || isDumb(environment) ? undefined : openFullScreen({ ...screen, signal });
    },
  };
}

function isBuildMachine({ CI: value = '' }: TerminalParts['environment']): boolean {
  return value !== '' && value !== '0' && value !== 'false';
}
