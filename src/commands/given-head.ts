/** A head as a person gives it: the line itself, or a file that holds it. */
import { readFile } from 'node:fs/promises';
import { type Head, readHead } from '../archive/log/head.js';
import { UsageError } from '../errors.js';
import { cannotRead, systemCode } from '../files/file-failure.js';

/** The head; a file may hold a whole checkpoint as well. @throws UsageError for what is neither */
export async function readGivenHead(known: string): Promise<Head> {
  // No file is named like the line, which has spaces in it and no slash before the first.
  if (/^\S+ \d+ \S+$/.test(known.trim())) return readHead(known);
  try {
    return readHead(await readFile(known, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw notReadable(known, error);
    throw systemCode(error) === undefined ? error : cannotRead(error, known);
  }
}

function notReadable(known: string, cause: unknown): UsageError {
  return new UsageError('head-not-readable', `“${known}” is neither a head nor a file with one.`, {
    hint: 'A head is the whole line that audit archive head prints: three words, so put it in quotes.',
    cause,
  });
}
