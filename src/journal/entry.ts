/** One entry of the journal, and its line: what was done to an account, never what was found there. Pure but for the hash. */
import { createHash } from 'node:crypto';

export interface JournalEntry {
  /** The form of the entry. */
  readonly journal: 1;
  /** From 1; one more than the line before. */
  readonly number: number;
  /** When the command ended, UTC. */
  readonly at: string;
  readonly by: { readonly user: string | null; readonly host: string; readonly process: number };
  readonly tool: string;
  /** What was typed after `audit`, without secrets. */
  readonly command: readonly string[];
  readonly profile: string | null;
  readonly account: { readonly location: string; readonly apiUrl: string; readonly embedded: boolean };
  /** What was covered, half open; null where the command has no window. */
  readonly window: { readonly since: string; readonly until: string } | null;
  /** How many events were given out; null where it is no matter of events. */
  readonly rows: number | null;
  /** Whether that was all; null as with rows. */
  readonly complete: boolean | null;
  /** What was written to standard output or into files; empty where a person looked at it. */
  readonly outputs: readonly JournalOutput[];
  /** The name of the file that holds a restore's receipt. */
  readonly receipt: string | null;
  readonly exitCode: number;
  /** SHA-256 of the line before, with its line feed, as `tail -n 1 | sha256sum` gives it; of the first: 64 zeros. */
  readonly previous: string;
}

interface JournalOutput {
  readonly bytes: number;
  readonly sha256: string;
}

/** What `previous` is in the first entry. */
export const noPrevious = '0'.repeat(64);

/** The entry as it stands in the file, with its line feed. Keys keep the order in which they were put. */
export function lineOf(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** SHA-256 of a line with its line feed, in hex. */
export function hashOf(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('hex');
}

/** The entry that a line holds, with or without its line feed; undefined where it is none. */
export function readLine(line: string): JournalEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Our own file; what is shown and what links it is looked at. */
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { journal, number, at, by, command, account, outputs, previous } = value as Partial<JournalEntry>;
  return (
    journal === 1 &&
    Number.isSafeInteger(number) &&
    typeof at === 'string' &&
    typeof previous === 'string' &&
    typeof by?.host === 'string' &&
    typeof account?.location === 'string' &&
    Array.isArray(outputs) &&
    Array.isArray(command) &&
    command.every((word) => typeof word === 'string')
  );
}
