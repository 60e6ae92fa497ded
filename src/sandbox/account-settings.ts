/** What the embedded account remembers of itself between two openings. */

import type { Database } from './database.js';
import type { PlanName } from './retention.js';
import { SandboxError } from './sandbox-error.js';

export interface AccountSettings {
  readonly seed: string;
  readonly locationId: string;
  readonly companyId: string;
  readonly timeZone: string;
  /** The company's other locations, in the order of their founding. */
  readonly otherLocations: readonly Omit<Place, 'number'>[];
  readonly plan: PlanName;
  readonly retentionDays: number;
  /** How many times as busy as usual it is; absent in accounts that are as busy as usual. */
  readonly pace?: number;
  /** The local date of the first opening. */
  readonly openedOn: string;
  /** How far the business has been lived: milliseconds since the epoch. */
  readonly livedUntilMs: number;
}

/** A location and its zone. */
export interface Place {
  readonly locationId: string;
  readonly timeZone: string;
  /** 0 for the first one; decides where its events are counted from, so that no location's ids depend on another's life. */
  readonly number: number;
}

/** Every location of the company, the first one first. */
export function placesOf({
  locationId,
  timeZone,
  otherLocations,
}: AccountSettings): readonly [Place, ...Place[]] {
  const others = otherLocations.map((place, index) => ({ ...place, number: index + 1 }));
  return [{ locationId, timeZone, number: 0 }, ...others];
}

/** The first location where none is named. @throws SandboxError `sandbox-not-found` with the ids of all. */
export function placeCalled(settings: AccountSettings, locationId: string | undefined): Place {
  const places = placesOf(settings);
  const place = locationId === undefined ? places[0] : places.find((one) => one.locationId === locationId);
  if (place !== undefined) return place;
  throw new SandboxError(
    'sandbox-not-found',
    `The embedded account has no location “${locationId}”.`,
    `It has ${places.map((one) => one.locationId).join(' and ')}; audit sandbox info tells their names.`,
  );
}

/** Undefined for a database in which nothing has been founded yet. */
export function readSettings(database: Database): AccountSettings | undefined {
  const row = database.statement(`SELECT value FROM setting WHERE name = 'account'`).row();
  return row === undefined ? undefined : (JSON.parse(String(row[0])) as AccountSettings);
}

/** Replaces what was remembered. Call inside a transaction. */
export function writeSettings(database: Database, settings: AccountSettings): void {
  database
    .statement(`INSERT OR REPLACE INTO setting (name, value) VALUES ('account', ?)`)
    .run(JSON.stringify(settings));
}
