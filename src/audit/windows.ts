/** Arithmetic of spans of time: which parts of them are held, and which are left. */
import type { Window } from './coverage.js';

/** The windows as few as can be, oldest first; those that touch are one, those that hold nothing are gone. */
export function merged(windows: readonly Window[]): readonly Window[] {
  const whole: Window[] = [];
  for (const window of windows.toSorted((a, b) => a.sinceMs - b.sinceMs)) {
    const last = whole.at(-1);
    if (window.sinceMs >= window.untilMs) continue;
    if (last === undefined || last.untilMs < window.sinceMs) whole.push(window);
    else whole[whole.length - 1] = { sinceMs: last.sinceMs, untilMs: Math.max(last.untilMs, window.untilMs) };
  }
  return whole;
}

/** Those parts of the windows that lie within the bounds, merged. */
export function within(windows: readonly Window[], { sinceMs, untilMs }: Window): readonly Window[] {
  return merged(
    windows.map((window) => ({
      sinceMs: Math.max(window.sinceMs, sinceMs),
      untilMs: Math.min(window.untilMs, untilMs),
    })),
  );
}

/** What of the window lies in none of the others, oldest first. */
export function without(window: Window, others: readonly Window[]): readonly Window[] {
  const left: Window[] = [];
  let { sinceMs } = window;
  for (const other of within(others, window)) {
    if (other.sinceMs > sinceMs) left.push({ sinceMs, untilMs: other.sinceMs });
    sinceMs = other.untilMs;
  }
  if (sinceMs < window.untilMs) left.push({ sinceMs, untilMs: window.untilMs });
  return left;
}
