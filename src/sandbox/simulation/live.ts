/** Lets the business live: founds it, then takes it step by step to an instant; done again later, it lives what was missed. */

import type { Actor, Change } from '../change.js';
import type { Database } from '../database.js';
import { createRandom } from '../random.js';
import { openRecords } from '../records.js';
import { userActor } from '../services/users.js';
import { workflowActor } from '../services/workflows.js';
import { addDays, daysBetween, weekdayOf, type Zone } from '../zone.js';
import { emailDomain } from './cast.js';
import { found } from './founding.js';
import { routine } from './routine.js';
import type { Day, Hand, Step } from './step.js';
import { stories } from './stories.js';

/** Days after the first opening in which the told days come round again. */
const roundDays = 30;

/** A business and how far it has been lived. */
export interface Life {
  readonly database: Database;
  readonly locationId: string;
  readonly zone: Zone;
  readonly seed: string;
  /** The local date of the first opening. */
  readonly openedOn: string;
}

/** The records that are there on the first morning. Call inside a transaction. */
export function foundBusiness(life: Life, atMs: number): void {
  const random = createRandom(`${life.seed}/founding`);
  const records = openRecords(life.database, life.locationId);
  found((actor) => ({ ...life, records, actor, atMs, random }));
}

/**
 * Lives every step with from < instant ≤ to, in order of time; the same steps whether in one go or in many.
 * Call inside a transaction. Both in milliseconds since the epoch.
 */
export function live(life: Life, fromMs: number, toMs: number): void {
  const last = life.zone.dateOf(toMs);
  for (let date = life.zone.dateOf(fromMs); date <= last; date = addDays(date, 1)) {
    for (const [index, step] of planDay(life, date).entries()) {
      if (step.atMs > fromMs && step.atMs <= toMs) take(life, step, `${life.seed}/${date}/${index}`);
    }
  }
}

/** A day's steps depend on the seed and the date alone, never on the records: so a day can be begun now and ended later. */
function planDay(life: Life, date: string): readonly Step[] {
  const before = daysBetween(date, life.openedOn);
  const day: Day = {
    date,
    startMs: life.zone.startOf(date),
    weekday: weekdayOf(date),
    daysBefore: before >= 0 ? before : roundDays - 1 - ((-before - 1) % roundDays),
    random: createRandom(`${life.seed}/${date}`),
  };
  return [...routine(day), ...stories(day)].sort((a, b) => a.atMs - b.atMs);
}

function take(life: Life, step: Step, stream: string): void {
  const records = openRecords(life.database, life.locationId);
  const unnamed = { ...life, records, atMs: step.atMs, random: createRandom(stream) };
  const actor = actorOf(unnamed, step.hand);
  if (actor !== undefined) step.act({ ...unnamed, actor });
}

/** Undefined for a person who is not there (yet, or any more) and for a workflow that is switched off. */
function actorOf({ records }: Pick<Change, 'records'>, hand: Hand): Actor | undefined {
  if ('outside' in hand) return hand.outside;
  if ('workflow' in hand) {
    const workflow = records.list('workflow').find(({ name }) => name === hand.workflow);
    return workflow?.fields.status === 'published' ? workflowActor(workflow, hand.isNamed) : undefined;
  }
  const user = records.list('user').find(({ fields }) => fields.email === `${hand.person}@${emailDomain}`);
  return user === undefined || user.fields.deleted ? undefined : userActor(user, hand.source);
}
