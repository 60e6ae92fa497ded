/** A whole screen in memory: what is typed, each key when the screen shows what it waits for, and what was drawn. */
import type { Key, Screen, ScreenInput } from '../../src/context.js';

/** What the screen must show first, and what is typed then; a size: the window is dragged. */
export type ScriptedInput = readonly [
  shows: string | RegExp,
  does: string | { readonly columns: number; readonly rows: number },
];

export interface ScriptedScreen extends Screen {
  /** Everything that was drawn, each the lines of one screen. */
  readonly frames: readonly (readonly string[])[];
  readonly isClosed: boolean;
}

/** Keys are named as the house names them (`down`, `enter`, `ctrl-c`); whatever else is typed letter by letter. */
export function scriptedScreen(
  size: { readonly columns: number; readonly rows: number },
  script: readonly ScriptedInput[],
): ScriptedScreen {
  const left = [...script];
  const typed: Key[] = [];
  const frames: (readonly string[])[] = [];
  let { columns, rows } = size;
  let isClosed = false;
  let waiting: ((input: ScreenInput) => void) | undefined;
  const go = () => {
    if (waiting === undefined) return;
    const resolve = waiting;
    const input = nextInput();
    if (input === undefined) return;
    waiting = undefined;
    resolve(input);
  };
  const nextInput = (): ScreenInput | undefined => {
    const key = typed.shift();
    if (key !== undefined) return { kind: 'key', key };
    const [shows, does] = left[0] ?? [];
    const shown = frames.at(-1)?.join('\n') ?? '';
    if (shows === undefined || does === undefined) return undefined;
    if (typeof shows === 'string' ? !shown.includes(shows) : !shows.test(shown)) return undefined;
    left.shift();
    if (typeof does === 'object') {
      ({ columns, rows } = does);
      return { kind: 'resize' };
    }
    typed.push(...keysOf(does));
    return nextInput();
  };
  return {
    frames,
    get isClosed() {
      return isClosed;
    },
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    next: () =>
      new Promise((resolve) => {
        waiting = resolve;
        go();
      }),
    draw(lines) {
      frames.push(lines);
      go();
    },
    close() {
      isClosed = true;
    },
  };
}

function keysOf(does: string): readonly Key[] {
  const isNamed = /^(?:up|down|left|right|page\w+|home|end|enter|escape|backspace|delete|tab|ctrl-\w)$/.test(
    does,
  );
  return isNamed ? [{ name: does, text: '' }] : Array.from(does, (text) => ({ name: text, text }));
}
