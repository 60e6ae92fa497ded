/**
 * The journal's file: one line for each command that read or changed an account, appended, never rewritten, for its owner only; apart
 * from what is in a line. Its calls to the disk are made in place, as those of its lock are.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AccessError } from '../errors.js';
import { makeFolders } from '../files/folders.js';
import { syncFolderOf } from '../files/whole-file.js';
import { hashOf, type JournalEntry, lineOf, noPrevious, readLine } from './entry.js';

/** An entry without what only its place in the file gives it. */
export type JournalFact = Omit<JournalEntry, 'journal' | 'number' | 'previous'>;

/** No line is longer: what was typed is cut before. */
const mostLineBytes = 128 * 1024;
/** Of one word of a command line, and of all of them. */
const mostWordCharacters = 1_000;
const mostWords = 60;

/** Where the journal of a data folder is. */
export function journalPath(dataFolder: string): string {
  return join(dataFolder, 'journal', 'journal.ndjson');
}

/**
 * Adds an entry that follows from the last line. Only one process at a time may do so: the caller sees to it.
 *
 * @throws AccessError when the file cannot be written or is none of ours. What was there stays as it was.
 */
export async function appendEntry(path: string, fact: JournalFact): Promise<void> {
  const size = inFile(path, constants.O_RDWR | constants.O_CREAT, (file) => {
    const { size } = fstatSync(file);
    const last = lastLine(file, size);
    const entry: JournalEntry = {
      journal: 1,
      number: last.number + 1,
      ...fact,
      command: shortened(fact.command),
      previous: last.hash,
    };
    // A line that a full disk cut off keeps its place, as a fault that everybody sees, and the next one begins after it.
    const text = `${last.isCutOff ? '\n' : ''}${lineOf(entry)}`;
    try {
      writeWhole(file, Buffer.from(text), size);
      // Whoever is told that a command is done may pull the plug: what it did is noted by then.
      fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    return size;
  });
  if (size === 0) await syncFolderOf(path);
}

/**
 * The journal's text; empty where there is none yet.
 *
 * @throws AccessError when it cannot be read or is none of ours.
 */
export async function readJournal(path: string): Promise<string> {
  try {
    return inFile(path, constants.O_RDONLY, (file) => readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof AccessError && codeOf(error.cause) === 'ENOENT') return '';
    throw error;
  }
}

/** A disk that is nearly full takes a part and says nothing: only what is left over does it refuse. */
function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

interface LastLine {
  readonly hash: string;
  readonly number: number;
  readonly isCutOff: boolean;
}

function lastLine(file: number, size: number): LastLine {
  if (size === 0) return { hash: noPrevious, number: 0, isCutOff: false };
  const length = Math.min(size, mostLineBytes);
  const buffer = Buffer.alloc(length);
  readSync(file, buffer, 0, length, size - length);
  const isCutOff = buffer.at(-1) !== 0x0a;
  const bytes = isCutOff ? Buffer.concat([buffer, Buffer.from('\n')]) : buffer;
  const line = bytes.subarray(bytes.lastIndexOf(0x0a, bytes.length - 2) + 1);
  const number = readLine(line.toString('utf8'))?.number ?? countLines(file, size);
  return { hash: hashOf(line), number, isCutOff };
}

/** Only where the last line is no entry. */
function countLines(file: number, size: number): number {
  const buffer = Buffer.alloc(size);
  readSync(file, buffer, 0, size, 0);
  return buffer.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), buffer.at(-1) === 0x0a ? 0 : 1);
}

function shortened(words: readonly string[]): readonly string[] {
  const kept = words
    .slice(0, mostWords)
    .map((word) => (word.length > mostWordCharacters ? `${word.slice(0, mostWordCharacters)}…` : word));
  return words.length > mostWords ? [...kept, '…'] : kept;
}

/** A link, a device or somebody else's file that lies in its place is not touched. */
function inFile<T>(path: string, flags: number, work: (file: number) => T): T {
  let file: number | undefined;
  try {
    if (flags & constants.O_CREAT) makeFolders(dirname(path));
    file = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error('it is no file');
    // Whatever the umask, or a hand, has made of it.
    if ((found.mode & 0o777) !== 0o600 && flags & constants.O_CREAT) fchmodSync(file, 0o600);
    return work(file);
  } catch (error) {
    throw new AccessError('journal-unusable', `The journal ${path} cannot be used (${codeOf(error)}).`, {
      hint: 'Mend its place, or name another folder: AUDIT_DATA_DIR=… AUDIT_NO_JOURNAL=1 switches the journal off.',
      cause: error,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
