/** A head as a person gives it: the line itself, or a file that holds it. */
import { readFile } from 'node:fs/promises';
import { type Head, readHead } from '../archive/log/head.js';
import { cannotRead, systemCode } from '../files/file-failure.js';

/** The head; a file may hold a whole checkpoint as well. @throws UsageError for what is neither */
export async function readGivenHead(known: string): Promise<Head> {
  // No file is named like the line, which has spaces in it and no slash before the first.
  if (/^\S+ \d+ \S+$/.test(known.trim())) return readHead(known);
  try {
    return readHead(await readFile(known, 'utf8'));
  } catch (error) {
    throw systemCode(error) === undefined ? error : cannotRead(error, known);
  }
}
