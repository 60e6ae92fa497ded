/** Which right a change by hand takes, and whether its doer has it; what a workflow or the simulation does is not asked. */

import type { UserFields } from '../business.js';
import { SandboxError } from '../sandbox-error.js';
import type { User } from '../services/users.js';

/** A scope of the service's users, what it lets one do in plain words, and the verbs that take it. */
const rights: readonly (readonly [scope: string, toDo: string, verbs: string])[] = [
  [
    'contacts.write',
    'change contacts or what belongs to them',
    'add-contact import-contacts edit-contact assign-contact set-field tag untag delete-contact restore-contact ' +
      'add-note edit-note delete-note add-task finish-task delete-task ' +
      'add-record edit-record delete-record associate dissociate',
  ],
  [
    'opportunities.write',
    'change pipelines and opportunities',
    'add-pipeline rename-pipeline add-stage delete-pipeline ' +
      'add-opportunity move-opportunity set-value set-owner set-status delete-opportunity',
  ],
  [
    'calendars/events.write',
    'change calendars and appointments',
    'add-calendar edit-calendar delete-calendar ' +
      'book move-appointment cancel set-appointment-status delete-appointment',
  ],
  [
    'workflows.write',
    'change workflows',
    'add-workflow edit-workflow enable-workflow disable-workflow delete-workflow',
  ],
  [
    'payments.write',
    'change invoices',
    'add-invoice send-invoice pay-part pay-invoice mark-overdue refund-invoice void-invoice',
  ],
  [
    'settings.write',
    'change settings and custom objects',
    'change-setting add-phone-number connect-integration add-object describe-object delete-object',
  ],
  ['users/team-management.write', 'change the staff', 'add-user change-role grant revoke deactivate-user'],
  ['audit-logs.export', 'export the log', 'export-log download-export'],
];

/** The scope that a verb takes; undefined for funnels, pages and one's own comings and goings, which take none. */
export function rightFor(verb: string): string | undefined {
  return entryOf(verb)?.[0];
}

/**
 * Lets pass whoever may do it. `staff`: everybody of the location, of whom those are named who could.
 * @throws SandboxError `sandbox-right` in plain words, with what to type next.
 */
export function requireRight(user: User, verb: string, staff: readonly User[]): void {
  const [scope, toDo] = entryOf(verb) ?? [];
  if (scope === undefined || user.fields.scopes.includes(scope)) return;
  const able = staff.filter(({ fields }) => !fields.deleted && fields.scopes.includes(scope));
  throw new SandboxError(
    'sandbox-right',
    `${user.name} (${described(user.fields)}) has no right to ${toDo}: ${verb} takes ${scope}.`,
    [
      ...(able.length === 0 ? [] : [`Whoever may: ${able.map(({ name }) => name).join(', ')}.`]),
      `Or give the right first: audit sandbox do grant ${user.fields.email} ${scope}`,
    ].join('\n'),
  );
}

function entryOf(verb: string) {
  return rights.find(([, , verbs]) => verbs.split(' ').includes(verb));
}

function described({ type, role }: UserFields): string {
  return role === 'admin' ? `${type} administrator` : `${type} user`;
}
