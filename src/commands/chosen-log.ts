/** Which log a command reads: the account's, or the archive alone. */
import type { Context } from '../context.js';
import type { GlobalFlags } from './command.js';
import { type Session, withSession } from './session.js';

export interface LogFlags {
  /** The archive alone, offline. */
  readonly archive?: true;
}

/**
 * As `withSession`, or with the archive in the account's place where the flags say so.
 *
 * @throws as the one that opens it; what `work` throws.
 */
export async function withChosenLog<T>(
  { archive }: LogFlags,
  globals: GlobalFlags,
  context: Context,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (!archive) return withSession(globals, context, work);
  const { withArchivedSession } = await import('./archived-session.js');
  return withArchivedSession(globals, context, work);
}
