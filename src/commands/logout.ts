/** `audit logout`: forgets a profile's token, and looks whether it is gone. The profile stays, for the next login. */
import type { Context } from '../context.js';
import { AccessError, type ExitCode, exitCodes, UsageError } from '../errors.js';
import { sandboxProfileName } from '../profile/profile.js';
import type { GlobalFlags } from './command.js';
import { findProfile } from './connection.js';
import { createVoice } from './voice.js';

/** Forgets the token of the profile in use. @throws AccessError where there is none, or it cannot be removed */
export async function logout(context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const found = await findProfile(globals, context);
  if (found?.name.value === sandboxProfileName) {
    throw new UsageError('nothing-to-log-out', 'The embedded account needs no login, and so no logout.', {
      hint: 'Begin it afresh with: audit sandbox reset',
    });
  }
  if (found?.profile === undefined) {
    throw new AccessError('not-logged-in', 'You are not logged in; there is no token to forget.', {
      hint: context.environment['AUDIT_TOKEN']
        ? 'AUDIT_TOKEN is set in your shell: unset AUDIT_TOKEN'
        : 'Connect an account: audit login',
    });
  }
  const { name, tokenCommand } = found.profile;
  const voice = createVoice(context, globals);
  const removed = await forget(name, context);
  await voice.note(
    removed
      ? `The token of profile “${name}” is gone; its settings stay.`
      : `Profile “${name}” had no token.`,
  );
  if (tokenCommand !== undefined) {
    await voice.warn(
      `Its token command still gives one to whoever may run it. To forget the profile: audit profile remove ${name}`,
    );
  }
  if (context.environment['AUDIT_TOKEN'])
    await voice.warn('AUDIT_TOKEN is still set in your shell: unset AUDIT_TOKEN');
  return exitCodes.done;
}

/**
 * Removes a profile's token and reads again to see that nothing is left; gives whether there was one.
 *
 * @throws AccessError when it can still be read.
 */
export async function forget(name: string, { tokens }: Context): Promise<boolean> {
  const removed = await tokens.remove(name);
  if ((await tokens.get(name)) === undefined) return removed;
  throw new AccessError('token-not-removed', `The token of profile “${name}” is still there.`, {
    hint: 'Remove it by hand; audit status says where it is kept.',
  });
}
