/** The account's users: by the newer search, page by page, or by the older list where the search is closed. */

import { AccessError, NotFoundError } from '../errors.js';
import type { User } from './account.js';
import { type Ask, checkWalk, pageLimit } from './ask.js';
import { RequestRefusedError } from './failure.js';
import { isObject, objectsIn, optionalName, optionalText, requiredText, type Shape } from './shapes.js';

/** All users of an account: by the newer search where its company is known and the route answers, else by the older list. */
export async function fetchUsers(
  ask: Ask,
  locationId: string,
  companyId: string | undefined,
): Promise<readonly User[]> {
  if (companyId === undefined) return listUsers(ask, locationId);
  try {
    return await searchUsers(ask, locationId, companyId);
  } catch (error) {
    if (isClosed(error)) return listUsers(ask, locationId);
    throw error;
  }
}

/** Whether an error says that this route is not for this token, while another may be. */
export function isClosed(error: unknown): boolean {
  const isRefusal = [NotFoundError, AccessError, RequestRefusedError].some((kind) => error instanceof kind);
  return isRefusal && (error as { code?: unknown }).code !== 'token-expired';
}

async function searchUsers(ask: Ask, locationId: string, companyId: string): Promise<readonly User[]> {
  const users = new Map<string, User>();
  for (let skip = 0, page = 0; ; page++) {
    const query = { companyId, locationId, skip: String(skip), limit: String(pageLimit) };
    const { found, count } = await ask('/users/search', query, (body) => ({
      found: objectsIn(body, 'users').map(readUser),
      count: body['count'],
    }));
    const known = users.size;
    for (const user of found) users.set(user.id, user);
    skip += found.length;
    // The end is where nothing new comes; `count` only saves the request that would show it.
    if (users.size === known || skip === count) return [...users.values()];
    checkWalk('/users/search', page);
  }
}

function listUsers(ask: Ask, locationId: string): Promise<readonly User[]> {
  return ask('/users/', { locationId }, (body) => objectsIn(body, 'users').map(readUser));
}

function readUser(user: Shape): User {
  const roles = isObject(user['roles']) ? user['roles'] : {};
  const id = requiredText(user, 'id');
  const parts = [optionalName(user, 'firstName'), optionalName(user, 'lastName')].filter(
    (part) => part !== undefined,
  );
  return {
    id,
    name: (optionalName(user, 'name') || parts.join(' ') || optionalText(user, 'email')) ?? id,
    email: optionalText(user, 'email'),
    role: optionalText(roles, 'role'),
    type: optionalText(roles, 'type'),
    scopes: readScopes(user['scopes']),
    deleted: user['deleted'] === true,
  };
}

/** A list, or one string with spaces or commas between; the vendor's document and its answers differ. */
function readScopes(scopes: unknown): readonly string[] {
  if (typeof scopes === 'string') return scopes.split(/[\s,]+/).filter((scope) => scope !== '');
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}
