/** Brings a database to the present: founded and lived if it is new, rebuilt if its form is another, the missed days lived if it is old. */

import { setImmediate } from 'node:timers/promises';
import {
  type AccountSettings,
  type Place,
  placesOf,
  readSettings,
  writeSettings,
} from './account-settings.js';
import type { Database } from './database.js';
import { openLog } from './event-counter.js';
import { createRandom, recordId } from './random.js';
import { openRecords } from './records.js';
import { floorMs, type PlanName, plans, purge } from './retention.js';
import { eventIndexesSql, schemaSql, schemaVersion } from './schema.js';
import { branchPlace } from './simulation/branch.js';
import { greatDeletionsAhead } from './simulation/deletion-acts.js';
import { foundBusiness, type Life, live } from './simulation/live.js';
import { createQuota, paceFor } from './simulation/quota.js';
import { createZone, dayMs, daysBetween } from './zone.js';

/** Where the business is. */
const accountTimeZone = 'America/Chicago';
const halfDayMs = dayMs / 2;

export interface Beginning {
  readonly nowMs: number;
  readonly seed: string;
  /** Days that are lived at first use. */
  readonly days: number;
  readonly plan: PlanName;
  /** Just so many events in the log; the usual number unless told otherwise, and never fewer than the days themselves bring. */
  readonly events?: number;
}

/** What was done, for a word to the person. */
export type Preparation = 'ready' | 'founded' | 'caught-up' | 'rebuilt';

/**
 * All in one transaction: of two processes that open a new folder, one simulates and the other waits; after a crash
 * nothing half is left. Within one local day of the account nothing new is lived, so that two commands in a row see the same log.
 */
export function bringToPresent(database: Database, beginning: Beginning): Preparation {
  if (isReady(database, beginning.nowMs)) return 'ready';
  return database.transaction(() => {
    const version = database.version();
    if (version === schemaVersion) return catchUp(database, beginning.nowMs);
    if (version !== 0) dropTables(database);
    finish(build(database, beginning));
    return version === 0 ? 'founded' : 'rebuilt';
  });
}

/** Lives what is missing until this instant, also within one day; gives how many events came of it in the first location. */
export function liveOn(database: Database, nowMs: number): number {
  return database.transaction(() => {
    const settings = readSettings(database);
    if (settings === undefined || nowMs <= settings.livedUntilMs) return 0;
    const [first] = placesOf(settings);
    const before = openLog(database, first).last();
    liveUntil(database, settings, nowMs);
    return openLog(database, first).last() - before;
  });
}

/** Throws everything away and begins anew. */
export function beginAnew(database: Database, beginning: Beginning): void {
  database.transaction(() => {
    dropTables(database);
    finish(build(database, beginning));
  });
  giveBackSpace(database);
}

/** What is told to whoever waits for a long beginning, and how they end it. */
export interface Watch {
  readonly signal: AbortSignal;
  /** `part` of the days are lived, 0 to 1; `events` have come of them. */
  readonly onLived: (part: number, events: number) => void;
}

/**
 * The same with somebody watching. All in one transaction still: whoever reads meanwhile reads the account as it was,
 * and whoever ends it has it back. @throws the signal's reason, after which nothing has changed.
 */
export async function beginAnewWatched(
  database: Database,
  beginning: Beginning,
  { signal, onLived }: Watch,
): Promise<void> {
  await database.transactionInParts(async () => {
    dropTables(database);
    for (const { part, events } of build(database, beginning)) {
      onLived(part, events);
      await setImmediate();
      signal.throwIfAborted();
    }
  });
  giveBackSpace(database);
}

function finish(work: Iterator<unknown>): void {
  while (!work.next().done);
}

/** Pages of the file that hold nothing, beyond which it is written anew; 4 KiB each. */
const idlePagesAtMost = 10_000;

/** Without this an account of a million events would leave a gigabyte behind, and another in the write-ahead log. */
function giveBackSpace(database: Database): void {
  const idlePages = Number(database.statement('PRAGMA freelist_count').row()?.[0] ?? 0);
  if (idlePages > idlePagesAtMost) database.exec('VACUUM');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function isReady(database: Database, nowMs: number): boolean {
  if (database.version() !== schemaVersion) return false;
  const settings = readSettings(database);
  return settings !== undefined && !isDayBehind(settings, nowMs);
}

function isDayBehind(settings: AccountSettings, nowMs: number): boolean {
  if (nowMs <= settings.livedUntilMs) return false;
  const zone = createZone(settings.timeZone);
  return zone.dateOf(nowMs) !== zone.dateOf(settings.livedUntilMs);
}

/** Only what the log still holds in the end counts; where more days are lived than it can hold, all that is lived. */
function countedFrom(
  { retentionDays, livedUntilMs }: AccountSettings,
  days: number,
  firstMs: number,
): number {
  return days > retentionDays ? firstMs : Math.max(firstMs - halfDayMs, floorMs(retentionDays, livedUntilMs));
}

interface Lived {
  readonly part: number;
  readonly events: number;
}

function* build(database: Database, beginning: Beginning): Generator<Lived, void> {
  const { nowMs, seed, days, plan, events } = beginning;
  database.exec(schemaSql);
  const zone = createZone(accountTimeZone);
  const settings: AccountSettings = {
    seed,
    locationId: recordId(createRandom(`${seed}/location`)),
    companyId: recordId(createRandom(`${seed}/company`)),
    timeZone: accountTimeZone,
    otherLocations: [
      { locationId: recordId(createRandom(`${seed}/branch`)), timeZone: branchPlace.timeZone },
    ],
    plan,
    retentionDays: plans[plan],
    ...(events === undefined ? {} : { pace: paceFor(events / days) }),
    openedOn: zone.dateOf(nowMs),
    livedUntilMs: nowMs,
  };
  const firstMs = zone.startOf(zone.dateOf(nowMs - days * dayMs));
  insertPlaces(database, settings, firstMs);
  writeSettings(database, settings);
  for (const place of placesOf(settings)) {
    const life = lifeOf(database, settings, place);
    const span = { fromMs: countedFrom(settings, days, firstMs), toMs: nowMs };
    const log = openLog(database, place, span.fromMs);
    foundBusiness(life, firstMs - halfDayMs, log);
    const expected = (date: string) =>
      greatDeletionsAhead(database, place.locationId, daysBetween(date, settings.openedOn));
    const isAimed = events !== undefined && place.number === 0;
    const aim = isAimed ? { log, quota: createQuota(events, { log, zone, ...span, expected }) } : undefined;
    for (const atMs of live(life, firstMs - 1, nowMs, aim)) {
      // The others are small: by then nearly everything is done.
      yield place.number > 0
        ? { part: 1, events: 0 }
        : { part: (atMs - firstMs) / (nowMs - firstMs), events: log.last() };
    }
  }
  for (const sql of eventIndexesSql) {
    database.exec(sql);
    yield { part: 1, events: 0 };
  }
  purgeAll(database, settings, nowMs);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

/** Of a long absence only the days that the log can still hold are lived. */
function catchUp(database: Database, nowMs: number): Preparation {
  const settings = readSettings(database);
  if (settings === undefined || !isDayBehind(settings, nowMs)) return 'ready';
  liveUntil(database, settings, nowMs);
  return 'caught-up';
}

function liveUntil(database: Database, settings: AccountSettings, nowMs: number): void {
  const floor = floorMs(settings.retentionDays, nowMs);
  for (const place of placesOf(settings)) {
    finish(live(lifeOf(database, settings, place), Math.max(settings.livedUntilMs, floor), nowMs));
  }
  purgeAll(database, settings, nowMs);
  writeSettings(database, { ...settings, livedUntilMs: nowMs });
}

/** How the simulation goes on in one of the account's locations. */
export function lifeOf(
  database: Database,
  { seed, openedOn, pace = 1 }: AccountSettings,
  { locationId, number, timeZone }: Place,
): Life {
  return {
    database,
    locationId,
    number,
    zone: createZone(timeZone),
    seed: number === 0 ? seed : `${seed}/${number}`,
    openedOn,
    pace,
  };
}

function purgeAll(database: Database, settings: AccountSettings, nowMs: number): void {
  const floor = floorMs(settings.retentionDays, nowMs);
  for (const { locationId } of placesOf(settings)) purge(database, locationId, floor);
}

function insertPlaces(database: Database, settings: AccountSettings, atMs: number): void {
  const { companyId } = settings;
  const records = openRecords(database, settings.locationId);
  const common = { parentId: null, contactId: null, createdMs: atMs, updatedMs: atMs };
  records.insert({
    ...common,
    kind: 'company',
    id: settings.companyId,
    name: 'Northside Growth Partners',
    fields: {},
  });
  records.insert({
    ...common,
    kind: 'location',
    id: settings.locationId,
    name: 'Lakeshore Dental Studio',
    fields: {
      companyId: settings.companyId,
      timezone: settings.timeZone,
      address: '2214 N Clark St',
      city: 'Chicago',
      state: 'IL',
      country: 'US',
      postalCode: '60614',
      website: 'https://lakeshore-dental.example',
      email: 'hello@lakeshore-dental.example',
      phone: '+13125550140',
    },
  });
  const { name, timeZone: timezone, ...address } = branchPlace;
  for (const { locationId: id } of settings.otherLocations) {
    const fields = { companyId, timezone, ...address };
    openRecords(database, id).insert({ ...common, kind: 'location', id, name, fields });
  }
}

function dropTables(database: Database): void {
  const tables = database
    .statement(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
    .rows();
  for (const [name] of tables) database.exec(`DROP TABLE "${String(name).replaceAll('"', '""')}"`);
}
