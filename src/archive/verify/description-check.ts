/** Whether `archive.json` says what the log says: whose archive it is, and which keys have signed it since when. */
import type { VerifierKey } from '../log/note.js';
import { descriptionFile } from '../store/form.js';
import type { Finding } from './finding.js';
import { keyOf } from './records.js';
import type { Scene } from './scene.js';

export interface DescriptionCheck {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Compares to the byte. */
export function checkDescription({ description, records, newest }: Scene): DescriptionCheck {
  const wanted = records.description();
  if (wanted !== undefined && description === wanted && records.about?.origin === newest.origin)
    return { findings: [], notes: [] };
  const of = (text: string): DescriptionCheck => ({
    findings: [{ code: 'archive-json-altered', path: descriptionFile, text }],
    notes: [],
  });
  if (wanted === undefined)
    return of('the log does not begin with the record that says whose archive this is');
  if (description === undefined) return of('is not there any more');
  if (isRotating({ description, records, newest }))
    return { findings: [], notes: ['a change of keys was interrupted: audit archive rotate-key ends it'] };
  return of('does not say what the log says of the archive');
}

/** Its keys that can be read, in the order in which they signed. */
export function readableKeys({ records }: Pick<Scene, 'records'>): readonly VerifierKey[] {
  return records.keys.flatMap((link) => keyOf(link) ?? []);
}

/** The next key is announced before its first signature, so that a killed run leaves nothing that cannot be read. */
function isRotating({
  description,
  records,
  newest,
}: Pick<Scene, 'description' | 'records' | 'newest'>): boolean {
  const [, next] = /"publicKey": "([^"]+)",\s+"sinceSize": \d+\s+\}\s+\],/.exec(description ?? '') ?? [];
  return (
    next !== undefined &&
    description === records.description([...records.keys, { publicKey: next, sinceSize: newest.size + 1 }])
  );
}
