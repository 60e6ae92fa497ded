/**
 * Lines that hold half of a surrogate pair (`\ud83d` without `\ude00`: what is left of an emoji that was cut): JSON to most readers,
 * none to DuckDB. Told apart and made readable here, for a look alone; the archive keeps them as they came.
 */
import type { ArchivedLog } from '../reading/archived-log.js';
import { linesWith } from '../reading/lines.js';
import { fetchSegment } from '../reading/shelf.js';

/** A line that DuckDB can read in the place of one that it cannot. */
export interface MendedLine {
  /** Of the segment, relative to the archive. */
  readonly path: string;
  readonly text: string;
}

/** An escaped pair, half of one, or any other escape, whose second sign must not be taken for the beginning of the next. */
const escapes =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\./g;
const halfLength = '\\ud83d'.length;
const needles = [Buffer.from('\\ud'), Buffer.from('\\uD')];

/** JSON with `\ufffd` for each half of a pair, as Unicode has it for what cannot be shown; all else is as it was. */
function withoutHalfPairs(json: string): string {
  return json.replace(escapes, (sign) => (sign.length === halfLength ? '\\ufffd' : sign));
}

/**
 * The lines of a segment that hold half a pair, made readable.
 *
 * @param path of the segment, relative to the archive
 * @throws Error where the segment is not what was archived, or there is none
 */
export async function mendedLines({ archive, manifest }: ArchivedLog, path: string): Promise<MendedLine[]> {
  const entry = manifest.find((segment) => segment.path === path);
  if (entry === undefined) throw new Error(`${path} is no segment of the archive`);
  const fetched = await fetchSegment(archive.folder, entry);
  if ('damage' in fetched) throw new Error(fetched.damage);
  const { content } = fetched;
  const spans = linesWith(content, needles);
  const mended: MendedLine[] = [];
  for (let at = 0; at < spans.length; at += 2) {
    const line = content.toString('utf8', spans[at], spans[at + 1]);
    const text = withoutHalfPairs(line);
    if (text !== line) mended.push({ path, text });
  }
  return mended;
}
