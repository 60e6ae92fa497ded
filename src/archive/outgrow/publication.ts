/**
 * A publication: an archive's events as Parquet, a partition for each month, and a `_head` that says of which head it was made.
 * Made again it writes only months of which the archive has something else than before, and the head last.
 */
import { hash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Window } from '../../audit/coverage.js';
import { isObject } from '../../audit/json-value.js';
import { ProofFailedError } from '../../errors.js';
import { everythingIn } from '../../reading/reading.js';
import type { ArchivedLog } from '../reading/archived-log.js';
import { segmentsOf } from '../reading/pick.js';
import { eventRow } from './event-row.js';
import { columnNames, ParquetFile } from './parquet-file.js';
import type { Place } from './place.js';

/** Events of so many bytes go into one file: what is held in memory when it is sent. */
const partBytes = 128 << 20;
/** Raised whenever the same events would give other files. */
const formVersion = 1;

interface PublishedPart {
  /** Relative to the partition of the account. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface PublishedMonth {
  /** Digest of all that it was made of. */
  readonly source: string;
  /** Whether the archive holds all of the month. */
  readonly complete: boolean;
  readonly rows: number;
  readonly parts: readonly PublishedPart[];
}

/** `_head`. */
export interface PublishedHead {
  readonly published: 1;
  readonly head: { readonly origin: string; readonly size: number; readonly rootHash: string };
  readonly columns: readonly string[];
  readonly months: Readonly<Record<string, PublishedMonth>>;
}

export interface PublishOptions {
  readonly place: Place;
  /** Where files are made before they are sent. */
  readonly draftsFolder: string;
  /** Of the tool, for the files' own word on who made them. */
  readonly version: string;
  /** Told of each month. */
  readonly onMonth: (month: string, published: PublishedMonth, isNew: boolean) => Promise<void>;
}

/**
 * Brings the place up to the archive's head.
 *
 * @throws ProofFailedError where a month holds what is not what was archived: what was published of it before stays; what the
 *   place throws
 */
export async function publish(log: ArchivedLog, options: PublishOptions): Promise<PublishedHead> {
  const publisher = new Publisher(log, options);
  await mkdir(options.draftsFolder, { recursive: true, mode: 0o700 });
  try {
    return await publisher.run();
  } finally {
    await rm(options.draftsFolder, { recursive: true, force: true });
  }
}

class Publisher {
  readonly #log: ArchivedLog;
  readonly #options: PublishOptions;
  /** The partition of the account, with a slash; as the archive's own folders have it. */
  readonly #folder: string;
  readonly #nameOf: (userId: string) => string | undefined;

  constructor(log: ArchivedLog, options: PublishOptions) {
    this.#log = log;
    this.#options = options;
    this.#folder = `${log.manifest[0]?.path.split('/')[1] ?? 'location=none'}/`;
    const users = new Map(log.book.names.users?.map(({ id, name }) => [id, name]));
    this.#nameOf = (userId) => users.get(userId);
  }

  async run(): Promise<PublishedHead> {
    const { place } = this.#options;
    const old = await this.#oldHead();
    const months: Record<string, PublishedMonth> = {};
    for (const { name, window } of monthsOf(this.#log)) months[name] = await this.#month(name, window, old);
    const head = this.#head(months);
    await place.put(`${this.#folder}_head`, Buffer.from(`${JSON.stringify(head, undefined, 2)}\n`));
    await this.#removeOld(old, head);
    return head;
  }

  async #month(name: string, window: Window, old: PublishedHead | undefined): Promise<PublishedMonth> {
    const source = sourceOf(this.#log, window);
    const known = old?.months[name];
    const isNew = known?.source !== source;
    const published = isNew ? await this.#write(name, window, source) : known;
    await this.#options.onMonth(name, published, isNew);
    return published;
  }

  async #write(name: string, window: Window, source: string): Promise<PublishedMonth> {
    const reading = this.#log.read(everythingIn(window));
    const parts: PublishedPart[] = [];
    let file: ParquetFile | undefined;
    for await (const batch of reading.batches()) {
      file ??= await this.#begin();
      for (const event of batch) file.add(eventRow(event, this.#nameOf));
      if (file.contentBytes < partBytes) continue;
      parts.push(await this.#send(file, name, parts.length));
      file = undefined;
    }
    const failure = reading.failure();
    if (failure !== undefined) throw failure;
    const { reasons, complete } = reading.coverage();
    const damage = reasons.find(({ kind }) => kind === 'unreadable-span');
    if (damage?.kind === 'unreadable-span') throw damaged(name, damage.message);
    if (file !== undefined) parts.push(await this.#send(file, name, parts.length));
    return { source, complete, rows: parts.reduce((sum, { rows }) => sum + rows, 0), parts };
  }

  #begin(): Promise<ParquetFile> {
    return ParquetFile.create(this.#draft, `audit ${this.#options.version}`);
  }

  get #draft(): string {
    return join(this.#options.draftsFolder, 'part.parquet');
  }

  async #send(file: ParquetFile, month: string, index: number): Promise<PublishedPart> {
    file.finish();
    const bytes = await readFile(this.#draft);
    const path = `month=${month}/part-${String(index).padStart(5, '0')}.parquet`;
    await this.#options.place.put(this.#folder + path, bytes);
    return { path, rows: file.rows, bytes: bytes.length, sha256: hash('sha256', bytes, 'hex') };
  }

  #head(months: PublishedHead['months']): PublishedHead {
    const { origin, size, rootHash } = this.#log.archive.log.checkpoint ?? {
      origin: '',
      size: 0,
      rootHash: '',
    };
    const head = { origin, size, rootHash: Buffer.from(rootHash).toString('base64') };
    return { published: 1, head, columns: columnNames, months };
  }

  /** What nobody can read is as good as nothing: everything is written anew. */
  async #oldHead(): Promise<PublishedHead | undefined> {
    const bytes = await this.#options.place.read(`${this.#folder}_head`);
    if (bytes === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
      return isObject(value) && isObject(value['months']) ? (value as unknown as PublishedHead) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Files that the new head does not name any more. */
  async #removeOld(old: PublishedHead | undefined, head: PublishedHead): Promise<void> {
    const kept = new Set(pathsOf(head));
    for (const path of old === undefined ? [] : pathsOf(old))
      if (!kept.has(path) && /^month=[^/]+\/part-\d+\.parquet$/.test(path))
        await this.#options.place.remove(this.#folder + path);
  }
}

function pathsOf({ months }: PublishedHead): readonly string[] {
  return Object.values(months).flatMap(({ parts }) => parts.map(({ path }) => path));
}

/** The months of UTC of which the archive has events, oldest first. */
function monthsOf({ manifest }: ArchivedLog): readonly { readonly name: string; readonly window: Window }[] {
  const everything = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
  const months = new Map<string, Window>();
  for (const { firstMs, lastMs } of segmentsOf(manifest, everything, 'oldest-first')) {
    for (let window = monthAt(firstMs); window.sinceMs <= lastMs; window = monthAt(window.untilMs))
      months.set(new Date(window.sinceMs).toISOString().split(/-\d\dT/)[0] ?? '', window);
  }
  return [...months].map(([name, window]) => ({ name, window }));
}

function monthAt(ms: number): Window {
  const at = new Date(ms);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return {
    sinceMs: new Date(0).setUTCFullYear(year, month, 1),
    untilMs: new Date(0).setUTCFullYear(year, month + 1, 1),
  };
}

/** Digest of all that decides a month's rows: its segments, which events have later versions elsewhere, and what users are called. */
function sourceOf({ manifest, book }: ArchivedLog, window: Window): string {
  const segments = segmentsOf(manifest, window, 'oldest-first').map(({ entry }) => [
    entry.first,
    entry.sha256,
  ]);
  const users = book.names.users?.map(({ id, name }) => [id, name]) ?? [];
  return hash('sha256', JSON.stringify([formVersion, segments, [...book.versions], users]), 'hex');
}

function damaged(month: string, message: string): ProofFailedError {
  return new ProofFailedError('archive-damaged', `${month} was not published: ${message}.`, {
    hint: 'What was published of it before stays. See what is damaged: audit archive verify',
  });
}
