/** Who works in a location: its own users, and the agency's, who belong to the company and are kept with its first location. */

import type { AccountSettings } from './account-settings.js';
import type { BusinessRecord } from './business.js';
import type { Database } from './database.js';
import { openRecords } from './records.js';

/** Both, also those who have left. */
export function staffOf(
  database: Database,
  settings: AccountSettings,
  locationId: string,
): readonly BusinessRecord<'user'>[] {
  const first = openRecords(database, settings.locationId).list('user');
  if (locationId === settings.locationId) return first;
  const agency = first.filter(({ fields }) => fields.type === 'agency');
  return [...openRecords(database, locationId).list('user'), ...agency];
}
