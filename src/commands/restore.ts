/** `audit restore`: plan, confirm, do once, verify, receipt. Declares the flags and tells the parts of the transaction in their order. */
import type { AuditEvent } from '../audit/event.js';
import { planRestore, type RestorePlan } from '../audit/restore-plan.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, RestoreRefusedError, UsageError } from '../errors.js';
import { digestOfPlan, type RestoreMeans, shortestDigest } from '../restore/plan-digest.js';
import { refusalError, subjectOfEvent } from '../restore/refusal-words.js';
import { chooseDeletion } from './choose-deletion.js';
import type { GlobalFlags } from './command.js';
import { understand } from './question.js';
import { askedOnce, assisted, pickedUp } from './restore-acts.js';
import { confirm } from './restore-confirm.js';
import { openDesk, type RestoreDesk } from './restore-desk.js';
import type { RestoreFlags } from './restore-flags.js';
import { showPlan } from './restore-page.js';
import { showReceipts } from './restore-receipts.js';
import { meansOf, setScene } from './restore-scene.js';
import { withSession } from './session.js';

/** Brings back what the words name, or what a person chooses. @throws RestoreRefusedError, ConfirmationError, AccessError */
export async function restore(
  words: string | undefined,
  flags: RestoreFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (flags.archive) throw nothingOutOfArchives();
  if (flags.receipts) return showReceipts(flags.format, context, globals);
  return withSession(globals, context, async (session) => {
    const question = await understand({}, ['user', 'description'], session, context);
    const event = await chooseDeletion({ words, isConfirmed: !flags.yes }, question, session, context);
    if (event === undefined) return exitCodes.done;
    const means = await meansOf(session);
    const desk = await openDesk({ event, means, question, session, context });
    if (!flags.dryRun) {
      const ended = await pickedUp(desk, flags);
      if (ended !== undefined) return ended;
    }
    return fromPlan(event, means, flags, desk);
  });
}

/** @throws RestoreRefusedError, AccessError where the rules, the account or the profile say no */
async function fromPlan(
  event: AuditEvent,
  means: RestoreMeans,
  flags: RestoreFlags,
  desk: RestoreDesk,
): Promise<ExitCode> {
  const { question, session, context } = desk;
  const progress = session.voice.progress('Looking at what would come back…');
  const scene = await setScene(event, means, question, session, context.clock).finally(() => progress.stop());
  const decision = planRestore(scene);
  if (decision.kind === 'refusal')
    throw refusalError(decision.refusal, subjectOfEvent(event, question.view.timeZone));
  const { plan } = decision;
  const digest = digestOfPlan(plan, means);
  if (flags.plan !== undefined) assertSamePlan(flags.plan, digest, plan);
  if (flags.dryRun) {
    await showPlan(plan, digest, flags.format, desk);
    return exitCodes.done;
  }
  assertMayWrite(plan, desk);
  if (means === 'assisted') return assisted(plan, digest, flags, desk);
  await confirm(plan, digest, flags, desk);
  return askedOnce(plan, digest, flags, desk);
}

function nothingOutOfArchives(): UsageError {
  return new UsageError('restore-archive', 'Nothing can be restored out of an archive.', {
    hint: 'Leave out --archive: the account restores what it still keeps; an event that only the archive holds is found, too.\nTo look at it: audit show <eventId> --archive',
  });
}

function assertSamePlan(wanted: string, digest: string, { kind, recordName }: RestorePlan): void {
  if (digest.startsWith(wanted)) return;
  throw new RestoreRefusedError(
    'plan-changed',
    `The plan for the ${kind} “${recordName}” is no longer ${wanted}; nothing was done.`,
    {
      hint: `Look at what it is now (${digest.slice(0, shortestDigest)}): run the same command with --dry-run and without --plan.`,
    },
  );
}

function assertMayWrite({ kind, recordName }: RestorePlan, { session }: RestoreDesk): void {
  const { settings, profile } = session.connection;
  if (!settings.readOnly) return;
  throw new RestoreRefusedError(
    'read-only-profile',
    `Profile “${profile?.name ?? ''}” is read-only and restores nothing; the ${kind} “${recordName}” was left alone.`,
    {
      hint: 'Use another profile (--profile), or log in again without --read-only: audit login',
    },
  );
}
