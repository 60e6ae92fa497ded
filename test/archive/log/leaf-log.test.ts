import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckpoint } from '../../../src/archive/log/checkpoint.js';
import { entryOf, type Leaf, leafOfEvent } from '../../../src/archive/log/leaf.js';
import { LeafLog } from '../../../src/archive/log/leaf-log.js';
import type { SigningKey } from '../../../src/archive/log/note.js';
import { createSigningKey } from '../../../src/archive/log/signing-key.js';
import { leafHash, provesInclusion } from '../../../src/archive/log/tree.js';

const origin = 'hoopai-audit/services.example.com/loc_1/0123abcd';
let folder: string;
let key: SigningKey;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leaf-log-'));
  key = createSigningKey(origin);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leaves = (first: number, end: number): Leaf[] =>
  Array.from({ length: end - first }, (_, at) => leafOfEvent(`event_${first + at}`, `{"n":${first + at}}`));

/** RFC 6962, 2.1, as it stands there. */
function root(all: readonly Leaf[]): Buffer {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [first] = all;
  if (first === undefined) return sha256();
  if (all.length === 1) return sha256(Buffer.of(0), entryOf(first));
  let split = 1;
  while (split * 2 < all.length) split *= 2;
  return sha256(Buffer.of(1), root(all.slice(0, split)), root(all.slice(split)));
}

const grow = async (first: number, end: number) => {
  const log = await LeafLog.open(folder, [key.verifier]);
  await log.append(leaves(first, end));
  return log.commit(key);
};

test('A log that grows by runs has at each end the root that RFC 6962 gives, and gives its leaves back', async () => {
  const sizes = [1, 2, 255, 256, 257, 511, 512, 700];
  for (const [at, size] of sizes.entries()) {
    const checkpoint = await grow(sizes[at - 1] ?? 0, size);
    expect(checkpoint).toMatchObject({ origin, size });
    expect(Buffer.from(checkpoint.rootHash)).toEqual(root(leaves(0, size)));
    expect(openCheckpoint(checkpoint.text, [key.verifier])).toEqual(checkpoint);
  }
  const log = await LeafLog.open(folder, [key.verifier]);
  const found: Leaf[] = [];
  for await (const some of log.leaves(250, 699)) found.push(...some);
  expect(found).toEqual(leaves(250, 699));
  expect(Buffer.from(await log.rootAt(257))).toEqual(root(leaves(0, 257)));
  expect((await readdir(join(folder, 'log/checkpoints'))).sort()).toEqual(
    sizes.map((size) => String(size).padStart(12, '0')),
  );
});

test('Only the tiles of the newest size are there, as C2SP tlog-tiles names them', async () => {
  await grow(0, 300);
  await grow(300, 515);
  const names = await readdir(join(folder, 'log/tile'), { recursive: true, withFileTypes: true });
  expect(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
      .sort(),
  ).toEqual([
    '/log/tile/0/000',
    '/log/tile/0/001',
    '/log/tile/0/002.p/3',
    '/log/tile/1/000.p/2',
    '/log/tile/entries/000',
    '/log/tile/entries/001',
    '/log/tile/entries/002.p/3',
  ]);
});

test('Every leaf of a tree has a proof in every later tree, and in no other place', async () => {
  await grow(0, 70);
  const log = await LeafLog.open(folder, [key.verifier]);
  for (const size of [1, 2, 3, 7, 8, 33, 64, 70]) {
    const head = root(leaves(0, size));
    for (const [index, leaf] of leaves(0, size).entries()) {
      const proof = await log.inclusionProof(index, size);
      const hash = leafHash(entryOf(leaf));
      expect(provesInclusion(hash, index, size, proof, head)).toBe(true);
      expect(provesInclusion(hash, (index + 1) % (size + 1), size, proof, head)).toBe(false);
      expect(provesInclusion(hash, index, size, [...proof, head], head)).toBe(false);
    }
  }
});

test('What was appended and never committed counts for nothing, also when the next run appends something else', async () => {
  await grow(0, 200);
  const killed = await LeafLog.open(folder, [key.verifier]);
  await killed.append(leaves(5000, 5000 + 64 * 256));
  expect(killed.size).toBe(200);
  expect(killed.stagedSize).toBe(200 + 64 * 256);
  const log = await LeafLog.open(folder, [key.verifier]);
  await log.removeLeftovers();
  await log.append(leaves(200, 300));
  expect(Buffer.from((await log.commit(key)).rootHash)).toEqual(root(leaves(0, 300)));
  expect(await readdir(join(folder, 'log/tile/0'))).toEqual(['000', '001.p']);
});

test('A checkpoint that was signed and not put in its place is adopted, or removed with the rest', async () => {
  const first = await grow(0, 10);
  const second = await grow(10, 20);
  await writeFile(join(folder, 'log/checkpoint'), first.text);
  const log = await LeafLog.open(folder, [key.verifier]);
  await log.adopt(second);
  expect(await readFile(join(folder, 'log/checkpoint'), 'utf8')).toBe(second.text);
  expect(log.size).toBe(20);
});

test('A reader goes on with the size that it has seen while another run grows the log', async () => {
  await grow(0, 100);
  const reader = await LeafLog.open(folder, [key.verifier]);
  await grow(100, 200);
  expect(Buffer.from(await reader.rootAt())).toEqual(root(leaves(0, 100)));
  await grow(200, 300);
  expect(Buffer.from(await reader.rootAt())).toEqual(root(leaves(0, 100)));
});

test('Nothing is appended to a log whose end was altered', async () => {
  await grow(0, 10);
  const bundle = join(folder, 'log/tile/entries/000.p/10');
  await writeFile(bundle, (await readFile(bundle, 'latin1')).replace('event_7', 'event_8'), 'latin1');
  const log = await LeafLog.open(folder, [key.verifier]);
  await expect(log.append(leaves(10, 11))).rejects.toMatchObject({ code: 'log-damaged', exitCode: 10 });
});
