/** Whatever somebody with an archive's folder, and without its key, may do to it: one thing at a time, drawn at random, done and undone. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Every file of a folder, by its path. */
export type Files = ReadonlyMap<string, Buffer>;

export interface Alteration {
  readonly what: string;
  readonly files: Files;
}

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Reads a whole folder. */
export async function readFiles(folder: string): Promise<Files> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1), await readFile(path));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Makes the folder hold these files instead of those; only what differs is touched. */
export async function changeFiles(folder: string, from: Files, to: Files): Promise<void> {
  for (const path of from.keys()) if (!to.has(path)) await rm(join(folder, path));
  for (const [path, bytes] of to) {
    if (from.get(path)?.equals(bytes)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** One alteration of the files; never one that leaves them as they are. `earlier`: what the folder held after earlier runs. */
export function drawAlteration(files: Files, earlier: readonly Files[], random: () => number): Alteration {
  const draw = new Draw(random);
  for (;;) {
    const kind = draw.one(kinds);
    const altered = kind(files, draw, earlier);
    if (altered !== undefined && !isSame(files, altered.files)) return altered;
  }
}

class Draw {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  one<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

type Kind = (files: Files, draw: Draw, earlier: readonly Files[]) => Alteration | undefined;

const paths = (files: Files, form = /./) => [...files.keys()].filter((path) => form.test(path));
const segments = /\.ndjson\.gz$/;
const withLines = /\.ndjson(?:\.gz)?$/;

const flipBit: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  const bytes = Buffer.from(files.get(path) ?? '');
  const at = draw.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << draw.below(8));
  return put(files, path, bytes, `a bit of byte ${at} of ${path}`);
};

const spliceBytes: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  const bytes = files.get(path) ?? Buffer.alloc(0);
  const [at, taken, given] = [draw.below(bytes.length + 1), draw.below(20), draw.below(20)];
  const put_ = Buffer.from(Array.from({ length: given }, () => draw.below(256)));
  const spliced = Buffer.concat([bytes.subarray(0, at), put_, bytes.subarray(at + taken)]);
  return put(files, path, spliced, `${taken} bytes at ${at} of ${path} replaced by ${given}`);
};

const cutFile: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  const bytes = files.get(path) ?? Buffer.alloc(0);
  return put(files, path, bytes.subarray(0, draw.below(bytes.length)), `${path} cut`);
};

const editLines: Kind = (files, draw) => {
  const path = draw.one(paths(files, withLines));
  const lines = linesOf(path, files);
  const at = draw.below(lines.length);
  const to = draw.below(lines.length);
  const edits: readonly (readonly [string, () => void])[] = [
    ['taken out', () => lines.splice(at, 1)],
    ['doubled', () => lines.splice(to, 0, lines[at] ?? '')],
    ['moved', () => lines.splice(to, 0, ...lines.splice(at, 1))],
    ['cut off', () => lines.splice(at)],
    ['edited', () => lines.splice(at, 1, replaceLetter(lines[at] ?? '', draw))],
    ['made up', () => lines.splice(at, 0, replaceLetter(lines[at] ?? '', draw))],
    [
      'taken from another file',
      () => lines.splice(at, 0, draw.one(linesOf(draw.one(paths(files, withLines)), files))),
    ],
    [
      'erased',
      () => lines.splice(at, 1, JSON.stringify({ erased: { leaf: draw.below(300), case: 'none' } })),
    ],
  ];
  const [name, edit] = draw.one(edits);
  edit();
  return put(files, path, packed(path, lines), `line ${at} of ${path} ${name}`);
};

const removeFile: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  return { what: `${path} removed`, files: new Map([...files].filter(([other]) => other !== path)) };
};

const copyFile: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  const target = otherName(path, draw);
  return put(files, target, files.get(path) ?? Buffer.alloc(0), `${path} copied to ${target}`);
};

const renameFile: Kind = (files, draw) => {
  const path = draw.one(paths(files));
  const target = otherName(path, draw);
  const rest = new Map([...files].filter(([other]) => other !== path));
  return {
    what: `${path} renamed to ${target}`,
    files: rest.set(target, files.get(path) ?? Buffer.alloc(0)),
  };
};

const swapFiles: Kind = (files, draw) => {
  const [one, other] = [draw.one(paths(files)), draw.one(paths(files))];
  const swapped = new Map(files).set(one, files.get(other) ?? Buffer.alloc(0));
  return {
    what: `${one} and ${other} swapped`,
    files: swapped.set(other, files.get(one) ?? Buffer.alloc(0)),
  };
};

/** The whole archive as it was after an earlier run. */
const rollBack: Kind = (_files, draw, earlier) => {
  const at = draw.below(earlier.length);
  return { what: `rolled back to the state after run ${at}`, files: earlier[at] ?? new Map() };
};

/** Some of the files as they were after an earlier run, or not there as they were not then. */
const rollBackSome: Kind = (files, draw, earlier) => {
  const old = draw.one(earlier);
  const chosen = paths(new Map([...files, ...old])).filter(() => draw.below(3) === 0);
  const mixed = new Map(files);
  for (const path of chosen) {
    const bytes = old.get(path);
    if (bytes === undefined) mixed.delete(path);
    else mixed.set(path, bytes);
  }
  return { what: `rolled back in part: ${chosen.join(', ')}`, files: mixed };
};

/** The newest checkpoint put back to an earlier one, and everything that it does not count removed. */
const cutTail: Kind = (files, draw) => {
  const kept = draw.one(paths(files, /^log\/checkpoints\//));
  const size = Number(kept.split('/').at(-1));
  const left = [...files].filter(([path]) => {
    const last = /-(\d{12})\.ndjson/.exec(path)?.[1] ?? /checkpoints\/(\d{12})/.exec(path)?.[1];
    return last === undefined || Number(last) < size || path === kept;
  });
  return {
    what: `cut at ${size} leaves`,
    files: new Map(left).set('log/checkpoint', files.get(kept) ?? Buffer.alloc(0)),
  };
};

const editText: Kind = (files, draw) => {
  const path = draw.one(paths(files, /archive\.json|manifest|ledger|checkpoint/));
  const text = (files.get(path) ?? '').toString('utf8');
  const digits = [...text.matchAll(/\d/g)];
  const at = draw.one(digits)?.index ?? 0;
  const edited = `${text.slice(0, at)}${draw.below(10)}${text.slice(at + 1)}`;
  return put(files, path, Buffer.from(edited), `a digit of ${path} at ${at}`);
};

const addFile: Kind = (files, draw) => {
  const folder = dirname(draw.one(paths(files)));
  const path = join(folder, draw.one(['x', '.hidden', '000', '000000000400', '1.gz', 'notes.txt']));
  return put(files, path, Buffer.from('anything'), `${path} added`);
};

const kinds: readonly Kind[] = [
  flipBit,
  flipBit,
  spliceBytes,
  cutFile,
  editLines,
  editLines,
  editLines,
  removeFile,
  copyFile,
  renameFile,
  swapFiles,
  rollBack,
  rollBackSome,
  cutTail,
  editText,
  addFile,
];

function put(files: Files, path: string, bytes: Buffer, what: string): Alteration {
  return { what, files: new Map(files).set(path, bytes) };
}

/** A name that such a file could bear: other numbers, another day, another level. */
function otherName(path: string, draw: Draw): string {
  const digits = [...path.matchAll(/\d+/g)];
  const chosen = draw.one(digits);
  if (chosen === undefined) return `${path}.1`;
  const [number] = chosen;
  const other = String(draw.below(10 ** Math.min(number.length, 3))).padStart(number.length, '0');
  return path.slice(0, chosen.index) + other + path.slice(chosen.index + number.length);
}

function replaceLetter(line: string, draw: Draw): string {
  const at = draw.below(line.length);
  return `${line.slice(0, at)}${draw.one(['a', '0', '"', ' ', '}', '\u00e9'])}${line.slice(at + 1)}`;
}

function linesOf(path: string, files: Files): string[] {
  const bytes = files.get(path) ?? Buffer.alloc(0);
  return (segments.test(path) ? gunzipSync(bytes) : bytes).toString('utf8').split('\n').slice(0, -1);
}

function packed(path: string, lines: readonly string[]): Buffer {
  const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return segments.test(path) ? gzipSync(content) : content;
}

function isSame(a: Files, b: Files): boolean {
  return a.size === b.size && [...a].every(([path, bytes]) => b.get(path)?.equals(bytes));
}
