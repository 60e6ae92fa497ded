/** What an archive holds, read without the code that vouches for it: every leaf held against the line that it names, and the root made again. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ledgerFiles, segmentFiles } from '../../src/archive/store/leaf-files.js';
import { type Archive, openArchive } from '../../src/archive/store/open.js';

export interface ArchiveContents {
  readonly size: number;
  /** Names of the leaves that are no records, in their order. */
  readonly names: readonly string[];
  /** Their lines. */
  readonly lines: readonly string[];
  readonly kinds: readonly string[];
}

/** All of it. @throws Error at the first thing that is not as it should be */
export async function archiveContents(folder: string): Promise<ArchiveContents> {
  const archive = await openArchive(folder);
  const lines = await linesByLeaf(folder, archive.log.size);
  const names: string[] = [];
  const events: string[] = [];
  const kinds: string[] = [];
  const hashes: Buffer[] = [];
  let leaf = 0;
  for await (const leaves of archive.log.leaves(0, archive.log.size)) {
    for (const { sha256, name } of leaves) {
      const line = lines.get(leaf);
      if (line === undefined) throw new Error(`leaf ${leaf} (${name}) has no line`);
      if (sha256 !== hex(`${line}\n`)) throw new Error(`leaf ${leaf} (${name}) names other bytes`);
      hashes.push(sha(Buffer.concat([Buffer.of(0), Buffer.from(`${sha256}  ${name}\n`)])));
      if (name.startsWith('ledger:')) kinds.push(name.slice(7));
      else {
        names.push(name);
        events.push(line);
      }
      leaf += 1;
    }
  }
  assertRoot(archive, hashes);
  const told = (await archive.manifest()).reduce((sum, entry) => sum + entry.events, 0);
  if (told !== names.length)
    throw new Error(`the manifest tells of ${told} lines, there are ${names.length}`);
  return { size: archive.log.size, names, lines: events, kinds };
}

async function linesByLeaf(folder: string, size: number): Promise<Map<number, string>> {
  const lines = new Map<number, string>();
  for (const { path, first, last } of [...(await segmentFiles(folder)), ...(await ledgerFiles(folder))]) {
    if (last >= size) continue;
    const bytes = await readFile(join(folder, path));
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const found = text.split('\n').slice(0, -1);
    if (found.length !== last - first + 1) throw new Error(`${path} holds ${found.length} lines`);
    for (const [index, line] of found.entries()) {
      if (lines.has(first + index)) throw new Error(`leaf ${first + index} is in two files`);
      lines.set(first + index, line);
    }
  }
  return lines;
}

function assertRoot({ log }: Archive, hashes: readonly Buffer[]): void {
  // A run that died between the description and the first leaf.
  if (log.checkpoint === undefined && hashes.length === 0) return;
  const root = Buffer.from(log.checkpoint?.rootHash ?? []);
  if (!treeHash(hashes).equals(root)) throw new Error('the checkpoint signs another root');
}

/** RFC 6962, 2.1, word by word. */
function treeHash(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0] as Buffer;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha(Buffer.concat([Buffer.of(1), treeHash(hashes.slice(0, split)), treeHash(hashes.slice(split))]));
}

function sha(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
