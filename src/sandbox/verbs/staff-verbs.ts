/** What can be done to the staff by hand, and their comings and goings. */

import type { Change } from '../change.js';
import { SandboxError } from '../sandbox-error.js';
import {
  addUser,
  changePassword,
  changeRole,
  deactivateUser,
  failLogIn,
  logIn,
  logOut,
  type User,
} from '../services/users.js';
import { scopesFor } from '../simulation/cast.js';
import { phoneNumber } from '../simulation/words.js';
import { findRecord } from './find-record.js';
import { oneOf, type Verb } from './verb.js';

const roles = ['admin', 'user'] as const;

/** An address of the block kept for documentation (RFC 5737). */
const strangersAddress = '203.0.113.7';

/** Users, their roles, and user access. */
export const staffVerbs: readonly Verb[] = [
  {
    name: 'add-user',
    takes: '<name> <email> [admin|user]',
    summary: 'somebody joins the staff',
    act: (change, [name = '', email = '', role = 'user']) => {
      const [firstName = '', ...rest] = name.split(' ');
      const wanted = oneOf(role, roles, 'role');
      addUser(change, {
        firstName,
        lastName: rest.join(' '),
        email,
        phone: phoneNumber(change.random),
        type: 'account',
        role: wanted,
        scopes: scopesFor(wanted),
        deleted: false,
      });
    },
  },
  {
    name: 'change-role',
    takes: '<user> <admin|user>',
    summary: 'another role, with its scopes',
    act: (change, [word = '', role = '']) => {
      const wanted = oneOf(role, roles, 'role');
      changeRole(change, findRecord(change, 'user', word), { role: wanted, scopes: scopesFor(wanted) });
    },
  },
  {
    name: 'grant',
    takes: '<user> <scope>',
    summary: 'a right more, e.g. audit-logs.export',
    act: (change, [word = '', scope = '']) => {
      const { role, scopes } = findRecord(change, 'user', word).fields;
      const granted = { role, scopes: [...new Set([...scopes, scope])] };
      changeRole(change, findRecord(change, 'user', word), granted);
    },
  },
  {
    name: 'revoke',
    takes: '<user> <scope>',
    summary: 'a right less',
    act: (change, [word = '', scope = '']) => {
      const user = findRecord(change, 'user', word);
      const scopes = user.fields.scopes.filter((held) => held !== scope);
      changeRole(change, user, { role: user.fields.role, scopes });
    },
  },
  {
    name: 'deactivate-user',
    takes: '<user>',
    summary: 'can do nothing any more, and stays known by name',
    act: (change, [word = '']) => {
      deactivateUser(change, findRecord(change, 'user', word));
    },
  },
  ownVerb('log-in', 'whoever --by names logs in', logIn),
  ownVerb('log-out', 'and out', logOut),
  ownVerb('fail-login', 'a wrong password for whoever --by names', (change, user) =>
    failLogIn(change, user, strangersAddress),
  ),
  ownVerb('change-password', 'a new password of whoever --by names', changePassword),
];

function ownVerb(name: string, summary: string, act: (change: Change, user: User) => void): Verb {
  return { name, takes: '', summary, act: (change) => act(change, self(change)) };
}

function self({ actor, records }: Change): User {
  const user = records.find('user', actor.sourceId ?? '');
  if (user !== undefined) return user;
  throw new SandboxError(
    'sandbox-usage',
    'Only a user logs in and out or takes a new password.',
    'Name a user with --by.',
  );
}
