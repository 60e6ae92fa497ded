/**
 * The whole screen of a terminal: raw keys in, lines out, and everything as it was when it is closed, whatever happens
 * meanwhile. A few escape sequences that every terminal since the VT220 knows; a library for this would cost more start-up
 * than all that is drawn here (ink 5: React and a layout engine in WebAssembly).
 */
import { emitKeypressEvents } from 'node:readline';
import type { Key, Screen, ScreenInput } from '../context.js';
import { InterruptedError } from '../errors.js';
import { type Keypress, readKey } from './key.js';
import type { NodeOutput } from './streams.js';

/** Standard input where it is a terminal. */
type TerminalInput = NodeJS.ReadableStream & { setRawMode(isRaw: boolean): unknown };

/** What of the process a full screen needs. */
export interface ScreenPlace {
  readonly input: TerminalInput;
  readonly output: NodeOutput;
  /** Ends `next` with its reason. */
  readonly signal: AbortSignal;
  /** Calls back when the process ends by whatever way it still can; gives what takes that back. */
  readonly atExit: (restore: () => void) => () => void;
  /** Stops the process as Ctrl-Z does. */
  readonly suspend: () => void;
  /** Calls back whenever the process goes on after it was stopped; gives what takes that back. */
  readonly onContinue: (resume: () => void) => () => void;
}

/** The other screen, no cursor, and no folding at the right edge: a line that is too wide must not push the others down. */
const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J';
const leave = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';
/** Terminals that know it show what lies between at once; the others ignore it. */
const beginUpdate = '\x1b[?2026h';
const endUpdate = '\x1b[?2026l';

/** Who runs this long after asking to be stopped was not stopped. */
const awakeMs = 100;

/** What terminals of unknown size have. */
const assumed = { columns: 80, rows: 24 };

/** Takes the screen over at once. */
export function openFullScreen(place: ScreenPlace): Screen {
  return new FullScreen(place);
}

class FullScreen implements Screen {
  readonly #place: ScreenPlace;
  readonly #inputs: ScreenInput[] = [];
  readonly #undo: (() => void)[];
  #shown: readonly string[] = [];
  #isOpen = true;
  #isOurs = false;
  #failure: unknown;
  #waiting:
    | { readonly resolve: (input: ScreenInput) => void; readonly reject: (reason: unknown) => void }
    | undefined;

  constructor(place: ScreenPlace) {
    this.#place = place;
    const { input, output, signal } = place;
    emitKeypressEvents(input);
    this.#undo = [
      listen(input, 'keypress', (text?: string, key?: Keypress) => this.#pressed(readKey(text, key ?? {}))),
      listen(input, 'end', () => this.#fail(gone())),
      listen(input, 'close', () => this.#fail(gone())),
      listen(output, 'resize', () => this.#redrawAll()),
      place.atExit(() => this.#giveBack()),
      place.onContinue(() => this.#takeOver()),
      listenToAbort(signal, () => this.#fail(signal.reason)),
    ];
    this.#takeOver();
  }

  get columns(): number {
    return this.#place.output.columns || assumed.columns;
  }

  get rows(): number {
    return this.#place.output.rows || assumed.rows;
  }

  next(): Promise<ScreenInput> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const input = this.#inputs.shift();
    if (input !== undefined) return Promise.resolve(input);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  draw(lines: readonly string[]): void {
    const changed = lines
      .slice(0, this.rows)
      .flatMap((line, row) => (line === this.#shown[row] ? [] : [`\x1b[${row + 1};1H\x1b[0m\x1b[2K${line}`]));
    this.#shown = lines;
    if (changed.length > 0) this.#write(`${beginUpdate}${changed.join('')}\x1b[0m${endUpdate}`);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#giveBack();
    this.#isOpen = false;
    for (const undo of this.#undo) undo();
    this.#place.input.pause();
  }

  #pressed(key: Key | undefined): void {
    if (key === undefined) return;
    if (key.name === 'ctrl-z') this.#suspend();
    else this.#push({ kind: 'key', key });
  }

  /** Where nothing can stop the process (nobody would wake it, or it is the first of a container) it goes on at once. */
  #suspend(): void {
    this.#giveBack();
    this.#place.suspend();
    setTimeout(() => {
      if (this.#isOpen && !this.#isOurs) this.#takeOver();
    }, awakeMs).unref();
  }

  #push(input: ScreenInput): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#inputs.push(input);
    else waiting.resolve(input);
  }

  #fail(reason: unknown): void {
    this.#failure ??= reason;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }

  #takeOver(): void {
    this.#isOurs = true;
    setRaw(this.#place.input, true);
    this.#place.input.resume();
    this.#write(enter);
    this.#redrawAll();
  }

  #giveBack(): void {
    if (!this.#isOurs) return;
    this.#isOurs = false;
    setRaw(this.#place.input, false);
    this.#write(leave);
  }

  #redrawAll(): void {
    this.#shown = [];
    this.#write('\x1b[2J');
    this.#push({ kind: 'resize' });
  }

  /** A terminal that has gone away has nothing to be restored; its input says so, too. */
  #write(text: string): void {
    this.#place.output.write(text, () => {});
  }
}

function listen(
  emitter: NodeJS.EventEmitter,
  event: string,
  listener: (...details: never[]) => void,
): () => void {
  const untyped = listener as (...details: unknown[]) => void;
  emitter.on(event, untyped);
  return () => emitter.off(event, untyped);
}

function listenToAbort(signal: AbortSignal, onAbort: () => void): () => void {
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

/** Fails on a terminal that has gone away meanwhile. */
function setRaw(input: TerminalInput, isRaw: boolean): void {
  try {
    input.setRawMode(isRaw);
  } catch {
    return;
  }
}

function gone(): InterruptedError {
  return new InterruptedError('terminal-gone', 'The terminal has gone away.');
}
