/** Staff: added, changed in role, deactivated; and their comings and goings. */

import type { BusinessRecord, UserFields } from '../business.js';
import type { Actor, Change } from '../change.js';
import { recordEvent } from '../record-event.js';
import { create, edit, reference } from './lifecycle.js';

/** The ways in which users act. */
export type UserSource = 'WEB_USER' | 'MOBILE_APP' | 'BULK_ACTION' | 'IMPORT';

export type User = BusinessRecord<'user'>;

/** A new member of the staff. */
export function addUser(change: Change, fields: UserFields): User {
  return create(change, 'user', { name: `${fields.firstName} ${fields.lastName}`, fields });
}

/** Another role, or other scopes. */
export function changeRole(change: Change, user: User, rights: Pick<UserFields, 'role' | 'scopes'>): User {
  return edit(change, user, { fields: rights }, 'ROLE_CHANGED');
}

/** The user stays known by name, and can do nothing any more. */
export function deactivateUser(change: Change, user: User): User {
  return edit(change, user, { fields: { deleted: true } }, 'DEACTIVATED');
}

/** A login that succeeded. */
export function logIn(change: Change, user: User): void {
  recordEvent(change, { module: 'USER_ACCESS', type: 'LOGIN', record: reference(user) });
}

/** A logout. */
export function logOut(change: Change, user: User): void {
  recordEvent(change, { module: 'USER_ACCESS', type: 'LOGOUT', record: reference(user) });
}

/** A wrong password: the service knows whose account was tried, and from where. */
export function failLogIn(change: Change, user: User, ipAddress: string): void {
  recordEvent(change, {
    module: 'USER_ACCESS',
    type: 'LOGIN_FAILED',
    record: reference(user),
    after: { reason: 'wrong password', ipAddress },
  });
}

/** No password is in the log, old or new. */
export function changePassword(change: Change, user: User): void {
  recordEvent(change, {
    module: 'USER_ACCESS',
    type: 'PASSWORD_CHANGED',
    record: reference(user),
    changedFields: ['password'],
  });
}

/** The user as the hand behind a change. */
export function userActor(user: User, source: UserSource = 'WEB_USER'): Actor {
  return { source, sourceId: user.id, sourceName: user.name };
}
