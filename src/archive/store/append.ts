/**
 * Adding to an archive: leaves are gathered in drafts, and count all at once when they are committed. A run that is killed before
 * has added nothing; the order of the steps of a commit is what makes that true.
 */
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolderOf } from '../../files/whole-file.js';
import type { Checkpoint } from '../log/checkpoint.js';
import { type Leaf, leafOfEvent, leafOfLedger } from '../log/leaf.js';
import type { LeafLog } from '../log/leaf-log.js';
import type { SigningKey } from '../log/note.js';
import { makeFolderWithin } from './folders.js';
import { type ArchiveDescription, draftsFolder, ledgerPath, segmentPath, unknownDate } from './form.js';
import { type LedgerRecord, recordLine } from './ledger.js';
import { dateOf, lineOf } from './line.js';
import { manifestLine, type SegmentEntry } from './manifest.js';
import { appendToManifest, writeManifest } from './manifest-file.js';
import { rememberHead } from './remembered-head.js';
import { SegmentWriter } from './segment.js';
import type { Counted } from './tally.js';

/** Leaves that are handed to the log at once. */
const leavesAtOnce = 4_096;

/** What is archived of an event; an `AuditEvent` is one. */
export interface ArchivableEvent {
  readonly id: string;
  readonly instantMs: number;
  readonly type: string;
  readonly module: string;
  readonly sourceId: string | undefined;
  readonly rawText: string;
}

/** Records that wait for the end of their commit. */
interface Records {
  readonly first: number;
  readonly lines: string[];
}

/** A finished file that waits for its place. */
interface Draft {
  readonly path: string;
  readonly target: string;
  readonly entry: SegmentEntry | undefined;
}

export interface WriterParts {
  readonly folder: string;
  readonly description: ArchiveDescription;
  readonly log: LeafLog;
  /** What the ledger held when the archive was opened. */
  readonly records: readonly LedgerRecord[];
  readonly keys: readonly [SigningKey, ...SigningKey[]];
  readonly keptApartFolder: string;
}

export class ArchiveWriter {
  readonly folder: string;
  readonly description: ArchiveDescription;
  readonly log: LeafLog;
  /** What the ledger held when the archive was opened, oldest first. */
  readonly records: readonly LedgerRecord[];
  readonly #keys: WriterParts['keys'];
  readonly #keptApartFolder: string;
  #nextLeaf: number;
  #leaves: Leaf[] = [];
  #segment: { readonly writer: SegmentWriter; readonly path: string; readonly first: number } | undefined;
  #records: Records | undefined;
  #drafts: Draft[] = [];

  constructor({ folder, description, log, records, keys, keptApartFolder }: WriterParts) {
    this.folder = folder;
    this.description = description;
    this.log = log;
    this.records = records;
    this.#keys = keys;
    this.#keptApartFolder = keptApartFolder;
    this.#nextLeaf = log.size;
  }

  /** The number of the leaf that comes next. */
  get nextLeaf(): number {
    return this.#nextLeaf;
  }

  /** Resolves when the next may come. A new segment begins with each day of UTC. */
  async addEvent(event: ArchivableEvent): Promise<void> {
    const { id, instantMs, type, module, sourceId, rawText } = event;
    const line = lineOf(rawText);
    const counted = { instantMs, type, module, userId: sourceId };
    await this.#addLine(dateOf(instantMs), leafOfEvent(id, line), line, counted);
  }

  /** A row without a usable id or time: kept as it came. */
  async addMalformed(rawText: string): Promise<void> {
    const line = lineOf(rawText);
    const counted = { instantMs: undefined, type: '', module: '', userId: undefined };
    await this.#addLine(unknownDate, leafOfEvent(undefined, line), line, counted);
  }

  /** One of the archive's own records; the events of a commit come before its records. */
  async addRecord(record: LedgerRecord): Promise<void> {
    await this.#endSegment();
    const line = recordLine(record);
    this.#records ??= { first: this.#nextLeaf, lines: [] };
    this.#records.lines.push(line);
    await this.#addLeaf(leafOfLedger(record.kind, line));
  }

  /**
   * Makes everything that was added count: the files take their places, then the log grows over them, then its checkpoint is signed.
   * Its last leaves are records: so the ledger's files tell which checkpoints there have been.
   */
  async commit(): Promise<Checkpoint> {
    if (this.#records === undefined) throw new Error('a commit ends with a record');
    await this.#endRecords(this.#records);
    await this.#placeDrafts();
    await this.#handOver();
    const checkpoint = await this.log.commit(...this.#keys);
    await this.#tellManifest();
    await rememberHead(this.#keptApartFolder, checkpoint, this.#keys[0].verifier);
    return checkpoint;
  }

  /** Puts a manifest of these entries in the place of what was there. */
  async replaceManifest(entries: readonly SegmentEntry[]): Promise<void> {
    await writeManifest(this.folder, entries, this.#keys[0]);
  }

  /** Lets go of what was begun; the next opening removes it. */
  async abandon(): Promise<void> {
    await this.#segment?.writer.abandon();
    this.#segment = undefined;
  }

  async #addLine(date: string, leaf: Leaf, line: string, counted: Counted): Promise<void> {
    if (this.#records !== undefined) throw new Error('events come before the records of a commit');
    if (this.#segment?.writer.isFull || this.#segment?.writer.date !== date) await this.#endSegment();
    this.#segment ??= await this.#beginSegment(date);
    await this.#segment.writer.add({ line, ...counted });
    await this.#addLeaf(leaf);
  }

  async #addLeaf(leaf: Leaf): Promise<void> {
    this.#nextLeaf += 1;
    this.#leaves.push(leaf);
    if (this.#leaves.length >= leavesAtOnce) await this.#handOver();
  }

  async #handOver(): Promise<void> {
    const leaves = this.#leaves;
    this.#leaves = [];
    await this.log.append(leaves);
  }

  async #beginSegment(date: string) {
    const path = this.#draftPath(this.#nextLeaf);
    return { writer: await SegmentWriter.create(path, date), path, first: this.#nextLeaf };
  }

  async #endSegment(): Promise<void> {
    if (this.#segment === undefined) return;
    const { writer, path, first } = this.#segment;
    const last = this.#nextLeaf - 1;
    const target = segmentPath(this.description.account.locationId, writer.date, first, last);
    this.#segment = undefined;
    const counts = await writer.finish();
    this.#drafts.push({ path, target, entry: { path: target, first, last, ...counts } });
  }

  async #endRecords({ first, lines }: Records): Promise<void> {
    this.#records = undefined;
    const path = this.#draftPath(first);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(lines.map((line) => `${line}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    this.#drafts.push({ path, target: ledgerPath(first, first + lines.length - 1), entry: undefined });
  }

  #draftPath(first: number): string {
    return join(this.folder, draftsFolder, String(first));
  }

  async #placeDrafts(): Promise<void> {
    const folders = new Set(this.#drafts.map(({ target }) => dirname(target)));
    for (const folder of folders) await makeFolderWithin(this.folder, folder);
    for (const { path, target } of this.#drafts) await rename(path, join(this.folder, target));
    for (const folder of folders) await syncFolderOf(join(this.folder, folder, 'any'));
  }

  /** Derived: what a crash swallows of it is read off the segments again. */
  async #tellManifest(): Promise<void> {
    const lines = this.#drafts.flatMap(({ entry }) => (entry === undefined ? [] : [manifestLine(entry)]));
    this.#drafts = [];
    if (lines.length === 0) return;
    await appendToManifest(this.folder, lines.join(''), this.#keys[0]);
  }
}
