/** The one line about an account's archive that matters beside other things: for `status` and the doctor. */
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { NotFoundError } from '../errors.js';
import { archiveConcerns } from './archive-check.js';
import { readArchiveState } from './archive-state.js';
import { type Finding, failing } from './finding.js';

const what = 'Archive';

/** How the archive in a folder stands; undefined where there is none. What is wrong with it is a finding, too. */
export async function archiveFinding(
  folder: string,
  nowMs: number,
  timeZone: string,
): Promise<Finding | undefined> {
  try {
    const state = await readArchiveState(folder, nowMs);
    const untilMs = state.coverage.window?.untilMs;
    const until =
      untilMs === undefined ? '' : `, up to ${formatInstant(untilMs, timeZone, 'minute')} ${timeZone}`;
    const text = `${countedText(state.events, 'event', 'events')}${until}`;
    const [concern] = archiveConcerns(state, { mostAgeMs: undefined, allowsLost: true }, timeZone);
    return concern === undefined
      ? { what, state: 'works', text }
      : { what, state: 'limited', text, next: concern };
  } catch (error) {
    return error instanceof NotFoundError ? undefined : failing(what, error);
  }
}
