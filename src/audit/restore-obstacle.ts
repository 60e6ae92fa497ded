/** What stands in the way of a restore that is otherwise still possible, as far as the log and the live records tell. The account's own word, asked for one restore at a time, goes before it. */
import { folded } from './folded.js';
import { ownText } from './json-value.js';
import type { RestorableDeletion } from './restorable.js';
import { recordNameOf } from './subject.js';

/**
 * `contact-deleted`: impossible (help pages). `pipeline-gone`: the pipeline has to come back first. `name-taken`: a live record
 * bears the name.
 */
export type RestoreObstacle = 'contact-deleted' | 'pipeline-gone' | 'name-taken';

/** Live records; undefined where they could not be read. */
export interface LiveNames {
  readonly pipelines: readonly { readonly id: string; readonly name: string }[] | undefined;
  readonly calendars: readonly { readonly id: string; readonly name: string }[] | undefined;
  /** Contacts that are gone, as far as the log tells. */
  readonly deletedContacts: ReadonlySet<string>;
}

/** The first obstacle that is known; undefined where none is. */
export function obstacleOf(
  { event, kind }: Pick<RestorableDeletion, 'event' | 'kind'>,
  { pipelines, calendars, deletedContacts }: LiveNames,
): RestoreObstacle | undefined {
  if (kind === 'opportunity') {
    const contactId = event.contactId ?? ownText(event.before, 'contactId');
    if (contactId !== undefined && deletedContacts.has(contactId)) return 'contact-deleted';
    const pipelineId = ownText(event.before, 'pipelineId');
    const isGone = pipelineId !== undefined && pipelines?.every(({ id }) => id !== pipelineId) === true;
    return isGone ? 'pipeline-gone' : undefined;
  }
  const name = folded(recordNameOf(event) ?? '');
  const live = kind === 'pipeline' ? pipelines : calendars;
  const isTaken = name !== '' && live?.some((other) => folded(other.name) === name) === true;
  return isTaken ? 'name-taken' : undefined;
}
