/** Which account (location) to log in to, where nobody has said: the token may reach several, and people know them by name, not by id. */
import type { Location } from '../account/account.js';
import { tokenLocationIds } from '../account/token.js';
import type { Context } from '../context.js';
import { AccessError, AuditError, InterruptedError, NotFoundError, UsageError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import type { LoginAttempt } from './login-proof.js';
import { openAccount } from './session.js';
import type { Voice } from './voice.js';

/** One request each; whoever has more knows the id of the one that is wanted. */
const mostNamed = 25;

/** A longer list is narrowed down by typing. */
const longestMenu = 10;

/** Whoever cannot be offered a name is asked for the id: that is not worth the patience that a reading has. */
const patienceMs = 10_000;

type Unplaced = Pick<LoginAttempt, 'apiUrl' | 'token' | 'settings'>;

/**
 * The one that the token reaches, by the account's word or its own; a choice by name where it reaches several; else a question.
 *
 * @throws UsageError where it must be asked and nobody can answer.
 */
export async function chooseLocation(attempt: Unplaced, context: Context, voice: Voice): Promise<string> {
  const progress = voice.progress('Asking for the names of the accounts…');
  const claimed = tokenLocationIds(attempt.token);
  let seen: readonly Location[];
  try {
    const found = claimed.length === 1 ? [] : await reached(attempt, context, voice);
    if (found.length === 0 && claimed.length > 1 && !isAsking(context)) throw severalNamed(claimed);
    seen = found.length > 0 ? found : await namesOf(claimed, attempt, context, voice);
  } finally {
    progress.stop();
  }
  const [first] = seen;
  if (first === undefined) return askLocation(context);
  return seen.length === 1 ? first.id : choose(seen, context);
}

/** What the account tells of the token's reach; nothing where it tells nothing, for whatever reason: login goes on without. */
async function reached(attempt: Unplaced, context: Context, voice: Voice): Promise<readonly Location[]> {
  const { maxWaitMs } = attempt.settings;
  const settings = {
    ...attempt.settings,
    maxWaitMs: { ...maxWaitMs, value: Math.min(maxWaitMs.value, patienceMs) },
  };
  try {
    return await openAccount(
      { ...attempt, settings, locationId: '' },
      { context, voice, signal: context.signal },
    ).locations();
  } catch (error) {
    if (error instanceof AuditError && !(error instanceof InterruptedError || error instanceof UsageError))
      return [];
    throw error;
  }
}

async function choose(seen: readonly Location[], context: Context): Promise<string> {
  const choices = seen.map(({ id, name }) => ({ name: harmless(`${name} (${id})`), value: id }));
  if (!isAsking(context)) {
    throw severalLocations(
      `The token reaches ${seen.length} accounts (locations).`,
      choices.map(({ name }) => name),
    );
  }
  const { select, search } = context.terminal.prompts;
  return choices.length > longestMenu
    ? search('Account (location); typing narrows the list:', choices)
    : select('Account (location):', choices);
}

function severalNamed(ids: readonly string[]): UsageError {
  return severalLocations(`The token names ${ids.length} accounts (locations).`, ids);
}

function severalLocations(message: string, names: readonly string[]): UsageError {
  const more = names.length > mostNamed ? '…' : '';
  return new UsageError('several-locations', message, {
    hint: `Say which: --location <id>\nThere is: ${names.slice(0, mostNamed).join(', ')}${more}`,
  });
}

function isAsking({ stdin, stderr }: Context): boolean {
  return stdin.isTerminal && stderr.isTerminal;
}

/** Those that the token may see. */
async function namesOf(
  ids: readonly string[],
  attempt: Unplaced,
  context: Context,
  voice: Voice,
): Promise<readonly Location[]> {
  if (ids.length > mostNamed) return [];
  const found = await Promise.all(ids.map((id) => locationOf(id, attempt, context, voice)));
  return found.filter((location) => location !== undefined);
}

async function locationOf(
  locationId: string,
  attempt: Unplaced,
  context: Context,
  voice: Voice,
): Promise<Location | undefined> {
  try {
    const { signal } = context;
    return await openAccount({ ...attempt, locationId }, { context, voice, signal }).location();
  } catch (error) {
    if (error instanceof AccessError || error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function askLocation(context: Context): Promise<string> {
  if (!isAsking(context)) {
    throw new UsageError('location-missing', 'Nobody has said which account (location) to log in to.', {
      hint: 'Name it: audit login --location <id> --with-token < token.txt',
    });
  }
  const answer = (
    await context.terminal.prompts.text('Account (location) id, as in the address of its settings page:')
  ).trim();
  if (answer !== '') return answer;
  throw new UsageError('location-missing', 'An account (location) id is needed.', {
    hint: 'Run audit login again.',
  });
}
