/** Whether the time stamps are there that the log has on record, and attest the checkpoints that they are said to. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { countText } from '../../audit/phrase.js';
import { AuditError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import type { AnchorRecord } from '../store/ledger.js';
import { readTimestamp } from '../timestamp/token.js';
import { attemptNow } from './attempt.js';
import type { FoundCheckpoint } from './checkpoints.js';
import type { Finding } from './finding.js';

export interface AnchorsCheck {
  readonly findings: readonly Finding[];
  readonly grounds: readonly string[];
  readonly notes: readonly string[];
}

/** Judges the records against the files, and the files against the checkpoints; the newest stamp is a ground. */
export function checkAnchors(
  archiveFolder: string,
  paths: readonly string[],
  records: readonly AnchorRecord[],
  checkpoints: readonly FoundCheckpoint[],
): AnchorsCheck {
  const found = new Map<string, { readonly path: string; readonly bytes: Buffer }>();
  for (const path of paths) {
    const bytes = attemptNow(() => readSmallIfThere(join(archiveFolder, path)));
    if (bytes !== undefined) found.set(hash('sha256', bytes, 'hex'), { path, bytes });
  }
  const findings: Finding[] = [];
  const grounds: string[] = [];
  const bySize = new Map(checkpoints.map((checkpoint) => [checkpoint.size, checkpoint]));
  for (const { size, request, response, time } of records) {
    const stamp = found.get(response);
    if (stamp === undefined || !found.has(request)) {
      findings.push({
        code: 'anchor-altered',
        path: 'log/anchors',
        text: `the time stamp of ${countText(size)} leaves at ${time} is not as it was recorded`,
      });
      continue;
    }
    const checkpoint = bySize.get(size);
    const judged = judge(stamp.bytes, checkpoint);
    if (typeof judged === 'string') findings.push({ code: 'anchor-altered', path: stamp.path, text: judged });
    else
      grounds.push(
        `${countText(size)} leaves were there at ${judged.time}, says ${judged.authority} (whether to believe that: openssl ts -verify -data ${checkpoint?.path} -in ${stamp.path} -CAfile …)`,
      );
    found.delete(response);
    found.delete(request);
  }
  const rest = [...found.values()].map(({ path }) => path);
  const notes = rest.length === 0 ? [] : [`time stamps that are not on record: ${rest.join(', ')}`];
  return { findings, grounds: grounds.slice(-1), notes };
}

function judge(stamp: Buffer, checkpoint: FoundCheckpoint | undefined) {
  try {
    return checkpoint === undefined
      ? 'its checkpoint is missing'
      : readTimestamp(stamp, Buffer.from(checkpoint.text));
  } catch (error) {
    if (error instanceof AuditError) return error.message;
    throw error;
  }
}
