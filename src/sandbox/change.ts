/** One change to the business: when, by whom, with which records; what every service takes first. */

import type { Database } from './database.js';
import type { EventCounter } from './event-counter.js';
import type { Random } from './random.js';
import type { Records } from './records.js';

/** Who did it and by which way, as the log will say it. */
export interface Actor {
  /** The wire's source, e.g. `WEB_USER`; an open vocabulary. */
  readonly source: string;
  /** The user's or the workflow's id. */
  readonly sourceId?: string;
  readonly sourceName?: string | null;
  /** The truer source, for what the service logs as `UNKNOWN_SOURCE`. */
  readonly createdBySource?: string;
}

/** Lives inside one transaction of the database: the record and its event are written together or not at all. */
export interface Change {
  readonly database: Database;
  readonly locationId: string;
  readonly records: Records;
  readonly log: EventCounter;
  readonly actor: Actor;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Source of ids: seeded while simulating, unguessable when a client acts. */
  readonly random: Random;
}
