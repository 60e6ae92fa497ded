/** What is done to the account itself on the told days: staff, rights, settings, exports, bulk actions. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { downloadExport, requestExport } from '../services/audit-exports.js';
import { editCalendar } from '../services/calendars.js';
import { addTags } from '../services/contacts.js';
import { canDefineObjects, createObject, describeObject } from '../services/custom-objects.js';
import { addPage, createFunnel } from '../services/funnels.js';
import { addStage, createPipeline, renamePipeline } from '../services/pipelines.js';
import { addSettings, changeSettings } from '../services/settings.js';
import { addUser, changeRole, deactivateUser } from '../services/users.js';
import { createWorkflow, disableWorkflow, enableWorkflow } from '../services/workflows.js';
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

/** A new workflow, switched on at once. */
export const automateMissedCalls: Act = (change) => {
  enableWorkflow(change, createWorkflow(change, 'Missed call: text back', 2));
};

/** A payment provider is connected. */
export const connectPayments: Act = (change) => {
  addSettings(change, 'Card payments', 'INTEGRATION', { connected: true, mode: 'live' });
};

/** Staff may no longer act on many records at once. */
export const forbidBulkActions: Act = (change) => {
  const permissions = change.records.list('settings').find(({ fields }) => fields.module === 'PERMISSION');
  if (permissions !== undefined) changeSettings(change, permissions, { bulkRequestsEnabled: false });
};

/** A new custom object, and its first words, on a plan that has them. */
export const defineMemberships: Act = (change) => {
  if (!canDefineObjects(change)) return;
  const object = createObject(change, {
    key: 'membership_plans',
    singular: 'Membership plan',
    plural: 'Membership plans',
    description: '',
  });
  describeObject(change, object, 'Yearly plans for patients without insurance.');
};

/** A new funnel with a first page. */
export const startMembershipFunnel: Act = (change) => {
  const funnel = createFunnel(change, 'Membership', 'plans.lakeshore-dental.example');
  addPage(change, funnel.id, 'Plans and prices', '/plans');
};

/** One more stage for new patients. */
export const addFollowUpStage: Act = (change) => {
  const pipeline = named(change, 'pipeline', 'New patients');
  if (pipeline !== undefined) addStage(change, pipeline, `Follow-up ${pipeline.fields.stages.length - 3}`);
};

/** A pipeline of few stages, for the memberships. */
export const openMembershipPipeline: Act = (change) => {
  createPipeline(change, 'Memberships', ['Interested', 'Signed']);
};

/** A pipeline gets a clearer name. */
export const renamePartners: Act = (change) => {
  const pipeline = named(change, 'pipeline', 'Referral partners');
  if (pipeline !== undefined) renamePipeline(change, pipeline, 'Referring dentists');
};

/** Visits take longer, or shorter again. */
export const retimeConsultations: Act = (change) => {
  const calendar = named(change, 'calendar', 'Consultation');
  if (calendar !== undefined)
    editCalendar(change, calendar, { slotDuration: calendar.fields.slotDuration === 30 ? 40 : 30 });
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

/** An administrator is one no more, before the door is closed. */
export function demote(key: PersonKey): Act {
  return (change) => {
    const user = userOf(change, key);
    if (user !== undefined && !user.fields.deleted) {
      changeRole(change, user, { role: 'user', scopes: scopesFor('user') });
    }
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
