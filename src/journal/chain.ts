/** Whether the journal is the one that was written: each line bears the hash of the one before it. Pure. */
import { hashOf, type JournalEntry, noPrevious, readLine } from './entry.js';

export interface ChainState {
  /** In the order of the file. */
  readonly entries: readonly JournalEntry[];
  /** What is wrong, line by line; empty where every line follows from the one before. */
  readonly faults: readonly ChainFault[];
  /** The hash of the last line: kept elsewhere, it proves later that nothing before it was cut off or changed. */
  readonly head: string;
  /** Whether a given head is that of one of the lines; undefined where none was given. */
  readonly holdsHead: boolean | undefined;
}

interface ChainFault {
  /** From 1. */
  readonly line: number;
  /** A clause: `it does not follow from line 6`. */
  readonly what: string;
}

/** Follows the chain through the file's text; `knownHead`: one that was noted elsewhere. */
export function followChain(text: string, knownHead?: string): ChainState {
  const lines = text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/gu) ?? []);
  const entries: JournalEntry[] = [];
  const faults: ChainFault[] = [];
  let head = noPrevious;
  let number = 0;
  let holdsHead = knownHead === noPrevious;
  for (const [index, line] of lines.entries()) {
    const entry = readLine(line);
    const what = faultOf(line, entry, { head, number, index });
    if (what !== undefined) faults.push({ line: index + 1, what });
    if (entry !== undefined) entries.push(entry);
    number = entry?.number ?? number + 1;
    head = hashOf(line);
    holdsHead ||= head === knownHead;
  }
  return { entries, faults, head, holdsHead: knownHead === undefined ? undefined : holdsHead };
}

function faultOf(
  line: string,
  entry: JournalEntry | undefined,
  { head, number, index }: { readonly head: string; readonly number: number; readonly index: number },
): string | undefined {
  if (entry === undefined) return 'it is no entry';
  if (!line.endsWith('\n')) return 'it is cut off';
  if (entry.previous !== head) {
    return index === 0 ? 'lines before it are missing' : `it does not follow from line ${index}`;
  }
  return entry.number === number + 1 ? undefined : `it is number ${entry.number}, after ${number}`;
}
