/** Lines that are indented where they go on: what belongs below a heading, or beside a label, stays there on a narrow screen. */
import { displayWidth, wrap } from './width.js';

/** Less room beside a label says nothing. */
const leastRoom = 20;

/**
 * As `wrap`, but what an indented line goes on with stands below its own beginning, and where two spaces or more part it in columns
 * below the second.
 *
 * @param wideWords as `wrap` has it
 */
export function wrapHanging(text: string, width: number, wideWords?: 'break' | 'keep'): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const own = /^ */.exec(line)?.[0] ?? '';
    const label = own === '' ? '' : (/^ +\S.*? {2,}(?=\S)/.exec(line)?.[0] ?? own);
    const start = width - displayWidth(label) < leastRoom ? own : label;
    const [first = '', ...rest] = wrap(line.slice(start.length), width - displayWidth(start), wideWords);
    const below = ' '.repeat(displayWidth(start));
    return [start + first, ...rest.map((part) => below + part)];
  });
}
