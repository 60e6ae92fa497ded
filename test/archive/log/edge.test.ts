import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Edge, type TileBytes } from '../../../src/archive/log/edge.js';

/** So many that two tiles of the second level are full, and every level has a tile that is not. */
const size = 2 * 65_536 + 3 * 256 + 5;
const row = Buffer.concat(
  Array.from({ length: size }, (_, leaf) => Buffer.from(hash('sha256', String(leaf), 'hex'), 'hex')),
);

test('Leaves that are added by the row, cut anywhere, give the tiles and the root that they give one by one', () => {
  const single = new Edge();
  const wanted: TileBytes[] = [];
  for (let leaf = 0; leaf < size; leaf += 1)
    wanted.push(...single.add(row.subarray(leaf * 32, (leaf + 1) * 32)));
  for (const cuts of [[], [1], [255, 257], [65_536], [65_536 + 100, 2 * 65_536 - 1]]) {
    const edge = new Edge();
    const found: TileBytes[] = [];
    for (const end of [...cuts, size]) {
      while (edge.size < end) {
        const width = Math.min(end, edge.size - (edge.size % 256) + 256) - edge.size;
        found.push(...edge.addRow(row.subarray(edge.size * 32, (edge.size + width) * 32)));
      }
    }
    expect(found.map(asText)).toEqual(wanted.map(asText));
    expect(edge.partialTiles().map(asText)).toEqual(single.partialTiles().map(asText));
    expect(Buffer.from(edge.root())).toEqual(Buffer.from(single.root()));
  }
});

test('The root with other leaves behind the last full tile is that of the tree that holds them', () => {
  const [edge, other] = [new Edge(), new Edge()];
  edge.addRow(row.subarray(0, 256 * 32));
  other.addRow(row.subarray(0, 256 * 32));
  edge.addRow(row.subarray(256 * 32, 261 * 32));
  const last = row.subarray(300 * 32, 307 * 32);
  other.addRow(last);
  expect(Buffer.from(edge.rootWith(last))).toEqual(Buffer.from(other.root()));
});

function asText({ tile, bytes }: TileBytes): string {
  return `${tile.level}/${tile.index}/${tile.width} ${hash('sha256', bytes, 'hex')}`;
}
