/** Colours by meaning, from the terminal's own sixteen, so that they suit its theme, light or dark; the only file that knows chalk. */
import type { OutputStream, Palette } from '../context.js';

const plain: Palette = {
  strong: same,
  faint: same,
  good: same,
  warning: same,
  bad: same,
  accent: same,
  quiet: same,
};

function same(text: string): string {
  return text;
}

/** The stream's colours; words pass through unchanged where it has none, and chalk is not even loaded. */
export async function loadPalette({ hasColor }: Pick<OutputStream, 'hasColor'>): Promise<Palette> {
  if (!hasColor) return plain;
  const { Chalk } = await import('chalk');
  // The level is ours to say: whether there is colour has been decided, and the sixteen are everywhere.
  const chalk = new Chalk({ level: 1 });
  // Chalk joins all its arguments: as they are, these would print the indexes that `lines.map(paint)` hands on.
  return {
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    warning: (text) => chalk.yellow(text),
    bad: (text) => chalk.red(text),
    accent: (text) => chalk.cyan(text),
    quiet: (text) => chalk.italic(text),
  };
}
