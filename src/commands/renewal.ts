/** A token that was renewed elsewhere while a command runs: session tokens live for an hour, and some commands for days. */
import type { Context } from '../context.js';
import { AccessError, AuditError } from '../errors.js';
import type { GlobalFlags } from './command.js';
import { type Connection, connect } from './connection.js';

const renewable: ReadonlySet<string> = new Set(['token-expired', 'token-refused']);

/** Whether somebody may mend this failure from outside, by logging in to the profile again. */
export function isRenewable(failure: unknown, { tokenOrigin, isSandbox }: Connection): boolean {
  if (isSandbox || tokenOrigin.kind !== 'profile') return false;
  return failure instanceof AccessError && renewable.has(failure.code);
}

/** The same account with the token that the profile has by now; undefined where it is the old one, or none, or another account's. */
export async function renewed(
  old: Connection,
  globals: GlobalFlags,
  context: Context,
): Promise<Connection | undefined> {
  const fresh = await connectAgain(globals, context);
  if (fresh === undefined || fresh.token === old.token) return undefined;
  return fresh.apiUrl === old.apiUrl && fresh.locationId === old.locationId ? fresh : undefined;
}

async function connectAgain(globals: GlobalFlags, context: Context): Promise<Connection | undefined> {
  try {
    return await connect(globals, context);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}
