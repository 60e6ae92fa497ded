/** The account's settings: business profile, phone numbers, integrations, permissions. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { recordEvent } from '../record-event.js';
import { newRecord, reference } from './lifecycle.js';

type Settings = BusinessRecord<'settings'>;
type Values = Settings['fields']['values'];

/** A new group of settings, e.g. a phone number that was bought or an integration that was connected. */
export function addSettings(
  change: Change,
  name: string,
  module: Settings['fields']['module'],
  values: Values,
): Settings {
  const settings = newRecord(change, 'settings', { name, fields: { module, values } });
  change.records.insert(settings);
  recordEvent(change, { module, type: 'CREATED', record: reference(settings), after: values });
  return settings;
}

/** Changes some values; logs those alone. */
export function changeSettings(change: Change, settings: Settings, values: Values): Settings {
  const old = settings.fields.values;
  const changedFields = Object.keys(values).filter((name) => values[name] !== old[name]);
  if (changedFields.length === 0) return settings;
  const edited = {
    ...settings,
    fields: { ...settings.fields, values: { ...old, ...values } },
    updatedMs: change.atMs,
  };
  change.records.update(edited);
  recordEvent(change, {
    module: settings.fields.module,
    type: 'UPDATED',
    record: reference(settings),
    changedFields,
    before: pickValues(old, changedFields),
    after: pickValues(values, changedFields),
  });
  return edited;
}

function pickValues(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
