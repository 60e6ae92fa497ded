/** Which account (location) to log in to, where nobody has said: the token may name several, and people know them by name, not by id. */
import type { Location } from '../account/account.js';
import { tokenLocationIds } from '../account/token.js';
import type { Context } from '../context.js';
import { AccessError, NotFoundError, UsageError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import type { LoginAttempt } from './login-proof.js';
import { openAccount } from './session.js';
import type { Voice } from './voice.js';

/** One request each; whoever has more knows the id of the one that is wanted. */
const mostNamed = 25;

type Unplaced = Pick<LoginAttempt, 'apiUrl' | 'token' | 'settings'>;

/**
 * The one that the token names; a choice by name where it names several; else a question.
 *
 * @throws UsageError where it must be asked and nobody can answer.
 */
export async function chooseLocation(attempt: Unplaced, context: Context, voice: Voice): Promise<string> {
  const ids = tokenLocationIds(attempt.token);
  const { stdin, stderr, terminal } = context;
  const isAsking = stdin.isTerminal && stderr.isTerminal;
  if (ids.length > 1 && !isAsking) {
    throw new UsageError('several-locations', `The token names ${ids.length} accounts (locations).`, {
      hint: `Say which: --location <id>\nIt names: ${ids.slice(0, mostNamed).join(', ')}${ids.length > mostNamed ? '…' : ''}`,
    });
  }
  const seen = ids.length > mostNamed ? [] : await namesOf(ids, attempt, context, voice);
  const [first] = seen;
  if (first === undefined) return askLocation(context);
  if (seen.length === 1) return first.id;
  const choices = seen.map(({ id, name }) => ({ name: harmless(`${name} (${id})`), value: id }));
  return terminal.prompts.select('Account (location):', choices);
}

/** Those that the token may see. */
async function namesOf(
  ids: readonly string[],
  attempt: Unplaced,
  context: Context,
  voice: Voice,
): Promise<readonly Location[]> {
  const progress = voice.progress('Asking for the names of the accounts…');
  try {
    const found = await Promise.all(ids.map((id) => locationOf(id, attempt, context, voice)));
    return found.filter((location) => location !== undefined);
  } finally {
    progress.stop();
  }
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

async function askLocation({ stdin, stderr, terminal }: Context): Promise<string> {
  if (!stdin.isTerminal || !stderr.isTerminal) {
    throw new UsageError('location-missing', 'Nobody has said which account (location) to log in to.', {
      hint: 'Name it: audit login --location <id> --with-token < token.txt',
    });
  }
  const answer = (
    await terminal.prompts.text('Account (location) id, as in the address of its settings page:')
  ).trim();
  if (answer !== '') return answer;
  throw new UsageError('location-missing', 'An account (location) id is needed.', {
    hint: 'Run audit login again.',
  });
}
