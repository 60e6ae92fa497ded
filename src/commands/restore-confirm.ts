/** The confirmation: the plan on the screen, and the record's name typed by a person; or `--yes`. */
import type { RestorePlan } from '../audit/restore-plan.js';
import { ConfirmationError } from '../errors.js';
import { confirmationOf, isConfirmed } from '../restore/confirmation.js';
import type { RestoreDesk } from './restore-desk.js';
import type { RestoreFlags } from './restore-flags.js';
import { lookOf, planText } from './restore-page.js';
import { isTyped } from './typed-word.js';

/**
 * Resolves when it is confirmed.
 *
 * @throws ConfirmationError when nobody is there to ask, or the name was not typed; InterruptedError at Ctrl-C. Nothing has been done then.
 */
export async function confirm(
  plan: RestorePlan,
  digest: string,
  flags: Pick<RestoreFlags, 'yes'>,
  desk: RestoreDesk,
): Promise<void> {
  if (flags.yes) return;
  const { stdin, stderr, terminal } = desk.context;
  if (!stdin.isTerminal || !stderr.isTerminal) throw nobodyThere(plan);
  await stderr.write(`${planText(plan, digest, desk, await lookOf(stderr, terminal))}\n`);
  const wanted = confirmationOf(plan);
  const accepts = (typed: string) => isConfirmed(wanted, typed);
  if (await isTyped({ ...wanted, accepts }, desk.context, desk.session.voice)) return;
  throw new ConfirmationError('not-confirmed', 'Not confirmed; nothing was done.', {
    hint: 'Run the command again when you are sure; --dry-run shows the plan.',
  });
}

function nobodyThere({ kind, recordName, eventId }: RestorePlan): ConfirmationError {
  return new ConfirmationError(
    'confirmation-needed',
    `Restoring the ${kind} “${recordName}” needs a confirmation, and nobody is here to give it; nothing was done.`,
    {
      hint: `Look first: audit restore ${eventId} --dry-run\nThen, without being asked: audit restore ${eventId} --yes`,
    },
  );
}
