/** What the archive's own records say that a verification goes by: which keys sign, what was erased, which times were attested. */

import { join } from 'node:path';
import { isObject } from '../../audit/json-value.js';
import { AuditError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { readVerifierKey, type VerifierKey } from '../log/note.js';
import { CoverageLedger } from '../store/coverage-ledger.js';
import { erasedLine } from '../store/erased-line.js';
import { type ArchiveDescription, type ArchiveKey, descriptionText } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { type AnchorRecord, type ArchiveRecord, type CoverageRecord, readRecord } from '../store/ledger.js';
import { attemptNow } from './attempt.js';

/** A key in the order in which they signed. */
export interface LinkedKey extends ArchiveKey {
  /** Whether the one before it could not sign for it. */
  readonly isLost: boolean;
}

export class Records {
  about: ArchiveRecord | undefined;
  readonly keys: LinkedKey[] = [];
  readonly anchors: AnchorRecord[] = [];
  readonly #coverage: CoverageRecord[] = [];
  /** The line that stands in for an erased leaf, by the leaf's number. */
  readonly erasedLines = new Map<number, string>();
  count = 0;

  /** What `archive.json` must say, to the byte; undefined where the log does not begin as it should. */
  description(keys: readonly ArchiveKey[] = this.keys): string | undefined {
    if (this.about === undefined) return undefined;
    const { origin, account, made } = this.about;
    const description: ArchiveDescription = {
      archive: 1,
      origin,
      account,
      keys: keys.map(({ publicKey, sinceSize }) => ({ publicKey, sinceSize })),
      made,
    };
    return descriptionText(description);
  }

  /** Takes in a line of the ledger, which nothing vouches for yet: what is not of the form is found elsewhere, for nobody signed it. */
  add(leaf: number, line: string): void {
    const record = readRecord(line);
    this.count += 1;
    if (record.kind === 'coverage') this.#coverage.push(record);
    else if (record.kind === 'archive' && leaf === 0 && isAbout(record)) this.#begin(record);
    else if (record.kind === 'key' && typeof record.new === 'string')
      this.keys.push({ publicKey: record.new, sinceSize: leaf + 1, isLost: record.lost === true });
    else if (record.kind === 'anchor') this.anchors.push(record);
    else if (record.kind === 'erasure' && Array.isArray(record.leaves))
      for (const erased of record.leaves) this.erasedLines.set(erased, erasedLine(erased, record.case));
  }

  /** What was read of the account; to be asked when the records have been found to be those that were signed. */
  coverage(): CoverageLedger {
    const ledger = new CoverageLedger();
    for (const record of this.#coverage) ledger.add(record);
    return ledger;
  }

  #begin(record: ArchiveRecord): void {
    this.about = record;
    this.keys.push({ publicKey: record.publicKey, sinceSize: 0, isLost: false });
  }
}

function isAbout({ origin, account, made, publicKey }: ArchiveRecord): boolean {
  return isObject(account) && [origin, made, publicKey].every((text) => typeof text === 'string');
}

/** The key of a link; undefined where the record that names it is not the one that was signed, and so names none. */
export function keyOf({ publicKey }: LinkedKey): VerifierKey | undefined {
  try {
    return readVerifierKey(publicKey);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

/** All records of the ledger files, in their order. */
export function readRecords(archiveFolder: string, files: readonly LeafFile[]): Records {
  const records = new Records();
  for (const { path, first } of files) {
    const text = attemptNow(() => readSmallIfThere(join(archiveFolder, path)))?.toString('utf8') ?? '';
    for (const [at, line] of text.split('\n').slice(0, -1).entries())
      attemptNow(() => records.add(first + at, line));
  }
  return records;
}
