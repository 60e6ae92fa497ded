/** What is done to the account itself on the told days: staff, rights, settings, exports, bulk actions. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { downloadExport, requestExport } from '../services/audit-exports.js';
import { addTags } from '../services/contacts.js';
import { changeSettings } from '../services/settings.js';
import { addUser, changeRole, deactivateUser } from '../services/users.js';
import { disableWorkflow, enableWorkflow } from '../services/workflows.js';
import type { Act } from './act.js';
import { type PersonKey, people, scopesFor, userFields } from './cast.js';
import { named } from './deletion-acts.js';
import { phoneNumber } from './words.js';

/** A workflow is switched off, or on again. */
export const toggleOffer: Act = (change) => {
  const workflow = named(change, 'workflow', 'Review request');
  if (workflow === undefined) return;
  if (workflow.fields.status === 'published') disableWorkflow(change, workflow);
  else enableWorkflow(change, workflow);
};

/** Calls are forwarded elsewhere, and recorded. */
export const changePhone: Act = (change) => {
  const phone = change.records.list('settings').find(({ fields }) => fields.module === 'PHONE_NUMBER');
  if (phone !== undefined) changeSettings(change, phone, { forwardsTo: '+13125550177', recordsCalls: true });
};

/** The service's own export: asked for, and taken away. */
export const exportTheLog: Act = (change) => {
  downloadExport(
    change,
    requestExport(change, { dateRange: 'last 30 days' }, change.random.between(900, 1600)),
  );
};

/** All in one millisecond: the list view's bulk action. */
export const tagManyAtOnce: Act = (change) => {
  for (let tagged = 0; tagged < 25; tagged += 1) {
    const contact = change.records.any('contact', change.random);
    if (contact !== undefined) addTags(change, contact, ['november-newsletter']);
  }
};

/** Other values in the business profile. */
export function changeProfile(values: Readonly<Record<string, string>>): Act {
  return (change) => {
    const profile = change.records
      .list('settings')
      .find(({ fields }) => fields.module === 'BUSINESS_PROFILE');
    if (profile !== undefined) changeSettings(change, profile, values);
  };
}

/** Somebody joins the staff. */
export function hire(key: PersonKey): Act {
  return (change) => {
    const person = people.find((candidate) => candidate.key === key);
    if (person !== undefined) addUser(change, userFields(person, phoneNumber(change.random)));
  };
}

/** Somebody leaves: the user stays known by name and can do nothing any more. */
export function letGo(key: PersonKey): Act {
  return (change) => {
    const user = userOf(change, key);
    if (user !== undefined && !user.fields.deleted) deactivateUser(change, user);
  };
}

/** A right too many, given and taken back by turns. */
export function promote(key: PersonKey): Act {
  return (change) => {
    const user = userOf(change, key);
    if (user === undefined) return;
    const scopes = user.fields.scopes.includes('workflows.write')
      ? scopesFor('user')
      : [...scopesFor('user'), 'workflows.write'];
    changeRole(change, user, { role: user.fields.role, scopes });
  };
}

function userOf(change: Change, key: PersonKey): BusinessRecord<'user'> | undefined {
  return change.records.list('user').find(({ fields }) => fields.email.startsWith(`${key}@`));
}
