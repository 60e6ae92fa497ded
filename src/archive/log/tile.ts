/** How the tree lies on the disk: the tiles of C2SP tlog-tiles, 256 wide, and the bundles of entries beside them. */

export const tileWidth = 256;

export interface Tile {
  /** Hash tiles count from 0, eight levels of the tree each. */
  readonly level: number | 'entries';
  readonly index: number;
  /** How much of it is there: 1–256. */
  readonly width: number;
}

/** Every tile of a tree of that size, partial ones included, lower levels first. */
export function* tilesOf(size: number): Generator<Tile> {
  yield* tilesOfLevel('entries', size);
  for (let [level, hashes] = [0, size]; hashes > 0; level += 1, hashes = Math.floor(hashes / tileWidth))
    yield* tilesOfLevel(level, hashes);
}

/** Those of them that will still grow: at most one a level. */
export function* partialTilesOf(size: number): Generator<Tile> {
  const partial = (level: Tile['level'], hashes: number): Tile => ({
    level,
    index: Math.floor(hashes / tileWidth),
    width: hashes % tileWidth,
  });
  if (size % tileWidth > 0) yield partial('entries', size);
  for (let [level, hashes] = [0, size]; hashes > 0; level += 1, hashes = Math.floor(hashes / tileWidth))
    if (hashes % tileWidth > 0) yield partial(level, hashes);
}

/** Below `log/`: `tile/0/x001/234`, `tile/entries/000.p/17`. */
export function tilePath({ level, index, width }: Tile): string {
  const path = `tile/${level}/${indexPath(index)}`;
  return width === tileWidth ? path : `${path}.p/${width}`;
}

/** How wide a level's tile is in a tree of that size; 0 where it is not there. */
export function tileWidthIn(size: number, level: number | 'entries', index: number): number {
  const hashes = level === 'entries' ? size : Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

function* tilesOfLevel(level: number | 'entries', hashes: number): Generator<Tile> {
  for (let begin = 0; begin < hashes; begin += tileWidth)
    yield { level, index: begin / tileWidth, width: Math.min(tileWidth, hashes - begin) };
}

/** Three digits a folder, so that none grows beyond a thousand names. */
function indexPath(index: number): string {
  const digits = (number: number) => String(number).padStart(3, '0');
  let path = digits(index % 1000);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    path = `x${digits(rest % 1000)}/${path}`;
  return path;
}
