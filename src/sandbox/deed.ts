/** A change made by hand: who does what by which way, and when it happened; written through the same services as everything else. */

import { type AccountSettings, placeCalled } from './account-settings.js';
import type { Actor, Change } from './change.js';
import type { Database } from './database.js';
import { openLog } from './event-counter.js';
import { randomOfTheMoment } from './random.js';
import { openRecords, type Records } from './records.js';
import { SandboxError } from './sandbox-error.js';
import { fold } from './search-text.js';
import { type User, type UserSource, userActor } from './services/users.js';
import { workflowActor } from './services/workflows.js';
import { staffOf } from './staff.js';
import { requireRight } from './verbs/right.js';
import { carryOut } from './verbs/verbs.js';

export interface Deed {
  readonly verb: string;
  readonly words: readonly string[];
  /** A user's or a workflow's id, name, e-mail or part of one; an administrator of the account unless told otherwise. */
  readonly by?: string;
  /** The way in which a user does it: `WEB_USER` unless told otherwise. */
  readonly via?: UserSource;
  /** It happened so long ago, and the log hears of it only now. */
  readonly lateMs?: number;
  /** The company's first location unless told otherwise. */
  readonly locationId?: string;
}

/** An event that came of it. */
export interface WrittenEvent {
  readonly id: string;
  readonly atMs: number;
  readonly module: string;
  readonly type: string;
  readonly recordId: string;
  readonly recordName: string | null;
}

/**
 * Does it in one transaction, and gives what the log says of it, in its order; nothing where nothing had to be changed.
 * @throws SandboxError when a word means nothing, or the business does not allow it; then nothing is changed.
 */
export function doByHand(
  database: Database,
  settings: AccountSettings,
  deed: Deed,
  nowMs: number,
): readonly WrittenEvent[] {
  return database.transaction(() => {
    const place = placeCalled(settings, deed.locationId);
    const { locationId } = place;
    const records = openRecords(database, locationId);
    const log = openLog(database, place);
    const before = log.last();
    const change: Change = {
      database,
      locationId,
      records,
      log,
      actor: actorFor(records, staffOf(database, settings, locationId), deed),
      atMs: nowMs - (deed.lateMs ?? 0),
      random: randomOfTheMoment,
    };
    carryOut(change, deed.verb, deed.words);
    return eventsBetween(database, before, log.last());
  });
}

function eventsBetween(database: Database, before: number, last: number): readonly WrittenEvent[] {
  return database
    .statement(
      `SELECT body ->> '_id', at_ms, module, type, record_id, body ->> 'documentName' FROM event WHERE seq > ? AND seq <= ? ORDER BY seq`,
    )
    .rows(before, last)
    .map(([id, atMs, module, type, recordId, recordName]) => ({
      id: String(id),
      atMs: Number(atMs),
      module: String(module),
      type: String(type),
      recordId: String(recordId),
      recordName: recordName === null ? null : String(recordName),
    }));
}

function actorFor(records: Records, staff: readonly User[], { verb, by, via }: Deed): Actor {
  const asUser = (user: User) => {
    requireRight(user, verb, staff);
    return userActor(user, via);
  };
  const users = staff.filter(({ fields }) => !fields.deleted);
  if (by === undefined) {
    const admin = users.find(({ fields }) => fields.type === 'account' && fields.role === 'admin');
    if (admin !== undefined) return asUser(admin);
  }
  const wanted = fold(by?.trim() ?? '');
  const isMeant = (texts: readonly string[]) => texts.some((text) => fold(text).includes(wanted));
  const meant = users.filter(({ id, name, fields }) => id === by || isMeant([name, fields.email]));
  const [user, another] = meant;
  if (user !== undefined && another === undefined) return asUser(user);
  if (another !== undefined) {
    const names = meant.map(({ name, fields }) => `${name} <${fields.email}>`);
    throw new SandboxError('sandbox-usage', `“${by}” may be ${meant.length} users.`, names.join('\n'));
  }
  const workflow = records.list('workflow').find(({ id, name }) => id === by || isMeant([name]));
  if (workflow !== undefined) return workflowActor(workflow, true);
  throw new SandboxError(
    'sandbox-not-found',
    `No active user and no workflow is called “${by}”.`,
    `Users: ${users.map(({ name }) => name).join(', ')}.`,
  );
}
