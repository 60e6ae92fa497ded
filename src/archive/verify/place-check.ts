/** Whether a segment lies in the folder of its account and of its day, by which other tools ask for it: no leaf vouches for a path. */
import { readEventLine } from '../../account/event-line.js';
import { erasedLeaf } from '../store/erased-line.js';
import { segmentDate, segmentPath, unknownDate } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { dateOf } from '../store/line.js';
import type { Finding } from './finding.js';

/** @param content lines that are those that were signed */
export function checkPlace(
  { path, first, last }: LeafFile,
  content: Buffer,
  locationId: string,
): readonly Finding[] {
  const wanted = segmentPath(locationId, dayOf(content, first) ?? segmentDate(path), first, last);
  return wanted === path ? [] : [{ code: 'file-foreign', path, text: `belongs elsewhere: ${wanted}` }];
}

/** All lines of a segment are of one day, so that the first tells it; undefined where nothing is left that does. */
function dayOf(content: Buffer, first: number): string | undefined {
  for (let [at, leaf] = [0, first]; at < content.length; leaf += 1) {
    const end = content.indexOf(10, at);
    const line = content.toString('utf8', at, end < 0 ? content.length : end);
    if (erasedLeaf(line) !== leaf) {
      const event = readEventLine(line);
      return 'problem' in event ? unknownDate : dateOf(event.instantMs);
    }
    at += Buffer.byteLength(line) + 1;
  }
  return undefined;
}
