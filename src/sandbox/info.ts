/** What the embedded account tells of itself: how much, since when, how large, and where its tokens are. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type AccountSettings, placeCalled, placesOf } from './account-settings.js';
import type { Database } from './database.js';
import { openRecords } from './records.js';
import { floorMs } from './retention.js';
import { staffOf } from './staff.js';
import { tokensFile } from './tokens.js';

export interface SandboxInfo {
  readonly folder: string;
  readonly tokensFile: string;
  readonly locationId: string;
  readonly accountName: string;
  readonly timeZone: string;
  readonly plan: string;
  readonly retentionDays: number;
  readonly seed: string;
  readonly events: number;
  readonly firstEventMs: number | undefined;
  readonly lastEventMs: number | undefined;
  /** How far the business has been lived. */
  readonly livedUntilMs: number;
  readonly byModule: Readonly<Record<string, number>>;
  readonly byType: Readonly<Record<string, number>>;
  /** Live records by kind. */
  readonly records: Readonly<Record<string, number>>;
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly role: string;
    readonly deleted: boolean;
  }[];
  readonly bytesOnDisk: number;
  /** Every location of the company. */
  readonly locations: readonly LocationInfo[];
}

interface LocationInfo {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly events: number;
}

interface Look {
  readonly folder: string;
  readonly locationId: string | undefined;
  readonly nowMs: number;
}

/** Reads it all from the database as it is now. @throws SandboxError for a location that is none. */
export function readInfo(
  database: Database,
  settings: AccountSettings,
  { folder, locationId: wanted, nowMs }: Look,
): SandboxInfo {
  const { plan, retentionDays, seed, livedUntilMs } = settings;
  const { locationId, timeZone } = placeCalled(settings, wanted);
  const floor = floorMs(retentionDays, nowMs);
  const records = openRecords(database, locationId);
  const counts = (column: 'module' | 'type') =>
    tally(
      database
        .statement(
          `SELECT ${column}, count(*) FROM event WHERE location_id = ? AND at_ms >= ? GROUP BY ${column} ORDER BY 2 DESC, 1`,
        )
        .rows(locationId, floor),
    );
  const [events, first, last] = database
    .statement('SELECT count(*), min(at_ms), max(at_ms) FROM event WHERE location_id = ? AND at_ms >= ?')
    .row(locationId, floor) ?? [0, null, null];
  return {
    folder,
    tokensFile: tokensFile(folder),
    locationId,
    accountName: records.get('location', locationId).name,
    timeZone,
    plan,
    retentionDays,
    seed,
    events: Number(events),
    firstEventMs: first === null ? undefined : Number(first),
    lastEventMs: last === null ? undefined : Number(last),
    livedUntilMs,
    byModule: counts('module'),
    byType: counts('type'),
    records: tally(
      database
        .statement('SELECT kind, count(*) FROM record WHERE location_id = ? GROUP BY kind ORDER BY 2 DESC, 1')
        .rows(locationId),
    ),
    users: staffOf(database, settings, locationId).map(({ id, name, fields }) => ({
      id,
      name,
      email: fields.email,
      role: `${fields.type} ${fields.role}`,
      deleted: fields.deleted,
    })),
    bytesOnDisk: sizeOf(join(folder, 'account.db')) + sizeOf(join(folder, 'account.db-wal')),
    locations: placesOf(settings).map((place) => ({
      id: place.locationId,
      name: openRecords(database, place.locationId).get('location', place.locationId).name,
      timeZone: place.timeZone,
      events: countEvents(database, place.locationId, floor),
    })),
  };
}

function countEvents(database: Database, locationId: string, floor: number): number {
  return Number(
    database
      .statement('SELECT count(*) FROM event WHERE location_id = ? AND at_ms >= ?')
      .row(locationId, floor)?.[0],
  );
}

function tally(rows: readonly (readonly unknown[])[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(([name, count]) => [String(name), Number(count)]));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
