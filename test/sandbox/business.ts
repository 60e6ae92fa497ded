/** The inside of an embedded account, for tests that change it through its services rather than through its routes. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readSettings } from '../../src/sandbox/account-settings.js';
import type { Actor, Change } from '../../src/sandbox/change.js';
import { type Database, openDatabase } from '../../src/sandbox/database.js';
import { openLog } from '../../src/sandbox/event-counter.js';
import { createRandom } from '../../src/sandbox/random.js';
import { openRecords } from '../../src/sandbox/records.js';

export interface Business {
  readonly database: Database;
  /** A change by this hand at this instant, inside or outside a transaction. */
  change(atMs: number, actor?: Actor): Change;
}

/** Opens the database of an account a second time, as another process would; closed when the running test ends. */
export function openBusiness(folder: string): Business {
  const database = openDatabase(join(folder, 'account.db'), 5000);
  onTestFinished(() => database.close());
  const settings = readSettings(database);
  if (settings === undefined) throw new Error('nothing has been founded yet');
  const { locationId } = settings;
  return {
    database,
    change: (atMs, actor = { source: 'WEB_USER' }) => ({
      database,
      locationId,
      records: openRecords(database, locationId),
      log: openLog(database, { number: 0 }),
      actor,
      atMs,
      random: createRandom(`test/${atMs}`),
    }),
  };
}
