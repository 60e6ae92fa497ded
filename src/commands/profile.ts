/** `audit profile`: the accounts that are connected, and which one is in use. */
import type { Context, OutputStream, Profile } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { assertProfileName, sandboxProfileName } from '../profile/profile.js';
import type { GlobalFlags } from './command.js';
import { findProfile, unknownProfile } from './connection.js';
import { forget } from './logout.js';
import { rowsText } from './rows.js';
import { createVoice } from './voice.js';

/** Lists the profiles, the embedded account last. */
export async function listProfiles(
  context: Context,
  globals: GlobalFlags,
  format: string | undefined,
): Promise<ExitCode> {
  const inUse = (await findProfile(globals, context))?.name.value;
  const profiles = await context.profiles.list();
  const text = format === 'json' ? asJson(profiles, inUse) : asText(profiles, inUse, context.stdout);
  await context.stdout.write(text);
  return exitCodes.done;
}

function asJson(profiles: readonly Profile[], inUse: string | undefined): string {
  // A token command may hold what opens a vault, and listings are pasted into tickets.
  const rows = profiles.map(({ tokenCommand, ...profile }) => ({
    ...profile,
    ...(tokenCommand === undefined ? {} : { hasTokenCommand: true }),
    inUse: profile.name === inUse,
  }));
  return `${harmlessJson(JSON.stringify({ schema: 1, profiles: rows }))}\n`;
}

/** The embedded account stands last: it is always there. */
function asText(profiles: readonly Profile[], inUse: string | undefined, stdout: OutputStream): string {
  const mark = (name: string) => (name === inUse ? '*' : '');
  const rows = profiles.map(({ name, accountName, userName, locationId, apiUrl }) =>
    [mark(name), name, accountName ?? '', locationId, userName ?? '', apiUrl].map(harmless),
  );
  rows.push([mark(sandboxProfileName), sandboxProfileName, 'the embedded account', '', '', '']);
  return rowsText(rows, stdout);
}

/** Makes a profile the one in use. @throws NotFoundError where there is none of that name */
export async function useProfile(name: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const profile = await context.profiles.get(name);
  if (profile === undefined && name !== sandboxProfileName) throw await unknownProfile(name, context);
  await context.profiles.use(name);
  const account =
    profile === undefined ? 'the embedded account' : (profile.accountName ?? profile.locationId);
  const voice = createVoice(context, globals);
  await voice.note(`In use from now on: ${name} (${harmless(account)})`);
  const variable = context.environment['AUDIT_PROFILE'];
  if (variable && variable !== name) {
    await voice.warn(`AUDIT_PROFILE=${harmless(variable)} is set in your shell and goes before it.`);
  }
  return exitCodes.done;
}

/** The token first under its new name, last away from its old one: whatever happens between, one of the names has it. */
export async function renameProfile(
  from: string,
  to: string,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { profiles, tokens } = context;
  if (from === sandboxProfileName || to === sandboxProfileName) {
    throw new UsageError('sandbox-stays', 'The embedded account keeps its name.', {
      hint: 'Choose another name: audit profile rename <name> <new-name>',
    });
  }
  assertProfileName(to);
  if ((await profiles.get(from)) === undefined) throw await unknownProfile(from, context);
  if ((await profiles.get(to)) !== undefined) {
    throw new UsageError('name-taken', `There is a profile “${to}” already.`, {
      hint: `Choose another name, or forget that one: audit profile remove ${to}`,
    });
  }
  const token = await tokens.get(from);
  const kept = token === undefined ? undefined : await tokens.set(to, token);
  await profiles.rename(from, to);
  await forget(from, context);
  const where = kept === undefined ? '' : ` Its token is kept in ${kept.place}.`;
  const voice = createVoice(context, globals);
  await voice.note(`Profile “${from}” is “${to}” from now on.${where}`);
  if (context.environment['AUDIT_PROFILE'] === from) {
    await voice.warn(`AUDIT_PROFILE=${harmless(from)} is set in your shell and names nothing any more.`);
  }
  return exitCodes.done;
}

/**
 * Forgets a profile and its token.
 *
 * @throws NotFoundError where there is none of that name; UsageError for the embedded account
 */
export async function removeProfile(name: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  if (name === sandboxProfileName) {
    throw new UsageError('sandbox-stays', 'The embedded account is always there.', {
      hint: 'Begin it afresh with: audit sandbox reset',
    });
  }
  const profile = await context.profiles.get(name);
  if (profile === undefined) throw await unknownProfile(name, context);
  await forget(name, context);
  await context.profiles.remove(name);
  await createVoice(context, globals).note(`Profile “${name}” and its token are gone.`);
  return exitCodes.done;
}
