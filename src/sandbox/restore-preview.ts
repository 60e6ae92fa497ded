/** What a restore would do, in the words of the API; the plain types of the restore routes and the figures of their rules. */

import type { BusinessRecord } from './business.js';
import type { Database } from './database.js';
import type { LogEntry, LoggedActor } from './log-entry.js';
import type { Records } from './records.js';
import { dayMs } from './zone.js';

/** Days after a deletion in which it can be undone (help pages: 60). */
export const restoreWindowDays = 60;

/** Modules whose deletions can be undone (help pages). */
export const restorableModules = ['PIPELINE', 'OPPORTUNITY', 'CALENDAR'] as const;

/** The kind of record of each such module. */
export const kindOf = { PIPELINE: 'pipeline', OPPORTUNITY: 'opportunity', CALENDAR: 'calendar' } as const;

/** Whether deletions in this module can be undone at all. */
export function isRestorableModule(module: string): module is keyof typeof kindOf {
  return Object.hasOwn(kindOf, module);
}

export interface RestoreItem {
  readonly documentType: 'PIPELINE' | 'PIPELINE_STAGE' | 'OPPORTUNITY' | 'CALENDAR' | 'APPOINTMENT';
  readonly id: string;
  readonly name: string | null;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface SkippedItem {
  readonly documentType: 'OPPORTUNITY' | 'APPOINTMENT';
  readonly id: string;
  readonly name: string | null;
  readonly reason: 'contact-deleted' | 'deleted-earlier' | 'outside-window' | 'stage-missing';
  readonly message: string;
}

/** `reason` decides; the other members are the facts of that reason. */
export interface RestoreRefusal {
  readonly reason: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

export interface RestorePreview {
  readonly eventId: string;
  readonly locationId: string;
  readonly documentType: string;
  readonly recordId: string | null;
  readonly recordName: string | null;
  readonly deletedAt: string | null;
  readonly deletedBy: LoggedActor;
  readonly restorable: boolean;
  readonly refusal: RestoreRefusal | null;
  readonly restorableUntil: string | null;
  readonly restores: readonly RestoreItem[];
  readonly skips: readonly SkippedItem[];
  readonly digest: string;
}

/** The state of the account that the rules look at. */
export interface RestoreScene {
  readonly database: Database;
  readonly records: Records;
  readonly locationId: string;
  readonly nowMs: number;
}

/** The first instant at which it can no longer be undone. */
export function expiryMs(event: LogEntry): number {
  return event.atMs + restoreWindowDays * dayMs;
}

/** An instant as the API writes it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whether the contact of an opportunity is there. */
export function contactLives(
  { records }: RestoreScene,
  { contactId }: BusinessRecord<'opportunity'>,
): boolean {
  return contactId !== null && records.find('contact', contactId) !== undefined;
}
