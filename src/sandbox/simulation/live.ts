/** Lets the business live: founds it, then takes it step by step to an instant; done again later, it lives what was missed. */

import type { BusinessRecord } from '../business.js';
import type { Actor } from '../change.js';
import type { Database } from '../database.js';
import { type EventCounter, openLog } from '../event-counter.js';
import { createRandom } from '../random.js';
import { openRecords, type Records } from '../records.js';
import { userActor } from '../services/users.js';
import { workflowActor } from '../services/workflows.js';
import { addDays, daysBetween, weekdayOf, type Zone } from '../zone.js';
import { branchSteps, foundBranch } from './branch.js';
import { emailDomain, people } from './cast.js';
import { newContact } from './contact-acts.js';
import { found } from './founding.js';
import type { Quota } from './quota.js';
import { routine } from './routine.js';
import { type Day, type Hand, heardMs, type Step } from './step.js';
import { toldSteps } from './told-days.js';

/** Days after the first opening in which the told days come round again. */
const roundDays = 30;

/** A business and how far it has been lived. */
export interface Life {
  readonly database: Database;
  readonly locationId: string;
  /** The location's; 0 is the first one, whose days are the usual and told ones, any other a branch. */
  readonly number: number;
  readonly zone: Zone;
  readonly seed: string;
  /** The local date of the first opening. */
  readonly openedOn: string;
  /** How many times as busy as usual it is: 1 for the usual account. */
  readonly pace: number;
}

/** The records that are there on the first morning. Call inside a transaction. */
export function foundBusiness(life: Life, atMs: number, log = openLog(life.database, life)): void {
  const random = createRandom(`${life.seed}/founding`);
  const records = openRecords(life.database, life.locationId);
  const { database, locationId } = life;
  const as = (actor: Actor) => ({ database, locationId, records, log, actor, atMs, random });
  if (life.number === 0) found(as, life.pace);
  else foundBranch(as);
}

/** So many steps between two looks from outside: a twentieth of a second. */
const stepsAtOnce = 500;

/** More than any step of the routine writes. */
const eventsOfAStep = 3;

/**
 * Lives every step that is heard of at from < instant ≤ to, in that order; the same steps whether in one go or in many.
 * Call inside a transaction. Both in milliseconds since the epoch. Yields now and then how far it has come.
 */
export function* live(life: Life, fromMs: number, toMs: number, aim?: Aim): Generator<number, void> {
  const last = life.zone.dateOf(toMs);
  const scene = sceneOf(life, aim?.log);
  const known: KnownActors = new Map();
  let taken = 0;
  for (let date = life.zone.dateOf(fromMs); date <= last; date = addDays(date, 1)) {
    const pace = aim?.quota.paceOn(date) ?? life.pace;
    for (const [index, { step, isTold }] of planDay({ ...life, pace }, date).entries()) {
      const heard = heardMs(step);
      if (heard <= fromMs || heard > toMs) continue;
      if (date === last && aim !== undefined && aim.quota.missing() <= eventsOfAStep) break;
      take(scene, step, `${life.seed}/${date}/${index}`, known);
      // Only what is told hires, lets go, or switches a workflow.
      if (isTold) known.clear();
      taken += 1;
      if (taken % stepsAtOnce === 0) yield heard;
    }
  }
  if (aim !== undefined) fillUp(life, scene, aim.quota.missing(), toMs);
}

/** Just so many events are wanted, and counted by this log. */
export interface Aim {
  readonly quota: Quota;
  readonly log: EventCounter;
}

/** What is missing in the end comes with a file of new contacts, ten every second, the last of them now. */
function fillUp(life: Life, scene: Scene, count: number, toMs: number): void {
  const hand: Hand = { person: 'maria', source: 'IMPORT' };
  const known: KnownActors = new Map();
  for (let left = count; left > 0; left -= 1) {
    const step = { atMs: toMs - left * 97, hand, act: newContact };
    take(scene, step, `${life.seed}/filling/${left}`, known);
  }
}

/** Takes steps that are no part of an ordinary life, in the order in which they come. `stream` names their random numbers. */
export function takeSteps(life: Life, steps: readonly Step[], stream: string): void {
  const scene = sceneOf(life);
  for (const [index, step] of steps.entries()) take(scene, step, `${stream}/${index}`, new Map());
}

/** Who stands behind a hand, found once: a busy account asks a hundred thousand times. */
type KnownActors = Map<string, Actor | undefined>;

interface PlannedStep {
  readonly step: Step;
  readonly isTold: boolean;
}

/** A day's steps depend on the seed and the date alone, never on the records: so a day can be begun now and ended later. */
function planDay(life: Life, date: string): readonly PlannedStep[] {
  const before = daysBetween(date, life.openedOn);
  const day: Day = {
    date,
    startMs: life.zone.startOf(date),
    weekday: weekdayOf(date),
    daysBefore: before >= 0 ? before : roundDays - 1 - ((-before - 1) % roundDays),
    pace: life.pace,
    random: createRandom(`${life.seed}/${date}`),
  };
  const planned =
    life.number > 0
      ? branchSteps(day).map((step) => ({ step, isTold: false }))
      : [
          ...routine(day).map((step) => ({ step, isTold: false })),
          ...toldSteps(day).map((step) => ({ step, isTold: true })),
        ];
  return planned.sort((a, b) => heardMs(a.step) - heardMs(b.step));
}

/** What every step of one transaction has in common. */
interface Scene {
  readonly database: Database;
  readonly locationId: string;
  readonly records: Records;
  readonly log: EventCounter;
}

function sceneOf(life: Life, log = openLog(life.database, life)): Scene {
  const { database, locationId } = life;
  return { database, locationId, records: openRecords(database, locationId), log };
}

function take(scene: Scene, { atMs, hand, act }: Step, stream: string, known: KnownActors): void {
  const actor = knownActor(scene.records, hand, known);
  if (actor === undefined) return;
  act({ ...scene, actor, atMs, random: createRandom(stream) });
}

function knownActor(records: Records, hand: Hand, known: KnownActors): Actor | undefined {
  if ('outside' in hand) return hand.outside;
  const key = Object.values(hand).join('/');
  if (!known.has(key)) known.set(key, actorOf(records, hand));
  return known.get(key);
}

/** Undefined for a person who is not there (yet, or any more) and for a workflow that is switched off. */
function actorOf(records: Records, hand: Exclude<Hand, { readonly outside: Actor }>): Actor | undefined {
  if ('workflow' in hand) {
    const workflow = records.list('workflow').find(({ name }) => name === hand.workflow);
    return workflow?.fields.status === 'published' ? workflowActor(workflow, hand.isNamed) : undefined;
  }
  const users = records.list('user').filter(({ fields }) => !fields.deleted);
  const email = 'email' in hand ? hand.email : `${hand.person}@${emailDomain}`;
  const user = users.find(({ fields }) => fields.email === email) ?? standIn(users, hand);
  return user === undefined ? undefined : userActor(user, hand.source);
}

/** Where nobody of the first location's staff works, whoever has the same role there. */
function standIn(users: readonly BusinessRecord<'user'>[], hand: Hand): BusinessRecord<'user'> | undefined {
  if (!('person' in hand) || users.some(({ fields }) => fields.email.endsWith(`@${emailDomain}`))) {
    return undefined;
  }
  const role = people.find(({ key }) => key === hand.person)?.role;
  return users.find(({ fields }) => fields.role === role);
}
