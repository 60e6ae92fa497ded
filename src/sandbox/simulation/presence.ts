/** People coming and going: logins, logouts, wrong passwords; done by whoever the change's hand is. */

import type { Change } from '../change.js';
import { changePassword, failLogIn, logIn, logOut, type User } from '../services/users.js';
import type { Act } from './act.js';

/** Logs in. */
export const start: Act = (change) => forSelf(change, (self) => logIn(change, self));

/** Logs out. */
export const leave: Act = (change) => forSelf(change, (self) => logOut(change, self));

/** Takes a new password. */
export const renewPassword: Act = (change) => forSelf(change, (self) => changePassword(change, self));

/** From an address of the block kept for documentation (RFC 5737). */
export const mistypePassword: Act = (change) =>
  forSelf(change, (self) => failLogIn(change, self, `203.0.113.${change.random.between(2, 250)}`));

function forSelf(change: Change, act: (self: User) => void): void {
  const { sourceId } = change.actor;
  const self = sourceId === undefined ? undefined : change.records.find('user', sourceId);
  if (self !== undefined) act(self);
}
