/** The line that is redrawn while one waits; the only file that knows ora. */
import type { Ora } from 'ora';
import type { Progress } from '../context.js';

/** What takes no longer than this needs no word (npm's display does the same). */
const silentMs = 200;

const silence: Progress = { update: () => {}, stop: () => {} };

export interface ProgressPlace {
  readonly stream: NodeJS.WritableStream;
  /** Whether a redrawn line makes sense there: a terminal that can move its cursor, and no build machine. */
  readonly isShown: boolean;
}

/** Starts silent, appears after 200 ms, and is gone without a trace after `stop`. Where it is not shown, ora is not even loaded. */
export function startProgress(text: string, { stream, isShown }: ProgressPlace): Progress {
  return isShown && hasWidth(stream) ? new DelayedSpinner(text, stream) : silence;
}

/** A terminal that nobody has sized says 0; ora divides by it, and clears lines without end. */
function hasWidth(stream: NodeJS.WritableStream): boolean {
  return !('columns' in stream) || stream.columns !== 0;
}

class DelayedSpinner implements Progress {
  readonly #stream: NodeJS.WritableStream;
  readonly #timer: NodeJS.Timeout;
  #text: string;
  #spinner: Ora | undefined;
  #isStopped = false;

  constructor(text: string, stream: NodeJS.WritableStream) {
    this.#text = text;
    this.#stream = stream;
    this.#timer = setTimeout(() => void this.#show(), silentMs);
    this.#timer.unref();
  }

  update(text: string): void {
    this.#text = text;
    if (this.#spinner !== undefined) this.#spinner.text = text;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#spinner?.stop();
    this.#spinner = undefined;
  }

  async #show(): Promise<void> {
    const { default: ora } = await import('ora');
    if (this.#isStopped) return;
    // discardStdin would put the terminal into raw mode, where Ctrl-C is a key and no signal.
    this.#spinner = ora({
      text: this.#text,
      stream: this.#stream,
      discardStdin: false,
      isEnabled: true,
      isSilent: false,
    }).start();
  }
}
