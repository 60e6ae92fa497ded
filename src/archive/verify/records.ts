/** What the archive's own records say that a verification goes by: which keys sign, what was erased, which times were attested. */

import { join } from 'node:path';
import { readIfThere } from '../../files/whole-file.js';
import { erasedLine } from '../store/erased-line.js';
import type { ArchiveKey } from '../store/form.js';
import { type ArchiveDescription, descriptionText } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { type AnchorRecord, type ArchiveRecord, readRecord } from '../store/ledger.js';
import { CoverageLedger } from '../sync/spans.js';
import { attempt } from './attempt.js';

/** A key in the order in which they signed. */
export interface LinkedKey extends ArchiveKey {
  /** Whether the one before it could not sign for it. */
  readonly isLost: boolean;
}

export class Records {
  about: ArchiveRecord | undefined;
  readonly keys: LinkedKey[] = [];
  readonly anchors: AnchorRecord[] = [];
  readonly coverage = new CoverageLedger();
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

  /** Takes in a line of the ledger; one that cannot be read is found elsewhere, for it is not the one that was signed. */
  add(leaf: number, line: string): void {
    const record = readRecord(line);
    this.count += 1;
    this.coverage.add(record);
    if (record.kind === 'archive' && leaf === 0) {
      this.about = record;
      this.keys.push({ publicKey: record.publicKey, sinceSize: 0, isLost: false });
    }
    if (record.kind === 'key')
      this.keys.push({ publicKey: record.new, sinceSize: leaf + 1, isLost: record.lost === true });
    if (record.kind === 'anchor') this.anchors.push(record);
    if (record.kind === 'erasure')
      for (const erased of record.leaves) this.erasedLines.set(erased, erasedLine(erased, record.case));
  }
}

/** All records of the ledger files, in their order. */
export async function readRecords(archiveFolder: string, files: readonly LeafFile[]): Promise<Records> {
  const records = new Records();
  for (const { path, first } of files) {
    const text = (await attempt(() => readIfThere(join(archiveFolder, path))))?.toString('utf8') ?? '';
    for (const [at, line] of text.split('\n').slice(0, -1).entries())
      await attempt(async () => records.add(first + at, line));
  }
  return records;
}
