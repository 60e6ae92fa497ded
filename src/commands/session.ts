/** A command's time with an account: connected, named, told about on stderr, and closed whatever happens. */
import type { LocationFinder, RestorableAccount } from '../account/account.js';
import { createAccount } from '../account/client.js';
import type { Context } from '../context.js';
import { type Log, liveLog } from '../reading/log.js';
import type { GlobalFlags } from './command.js';
import { type Connection, connect } from './connection.js';
import { type Memory, openMemory } from './memory.js';
import { ReachingLog } from './reaching-log.js';
import { createVoice, type Voice } from './voice.js';
import type { Witness } from './witness.js';

export interface Session {
  readonly connection: Connection;
  readonly account: RestorableAccount;
  /** What every reading of the command's own asks. */
  readonly log: Log;
  readonly voice: Voice;
  /** Aborted by Ctrl-C, and when the session ends: nothing that was asked for goes on behind its back. */
  readonly signal: AbortSignal;
  readonly witness?: Witness | undefined;
  /** What is kept for completing; undefined where nothing is. */
  readonly memory?: Memory | undefined;
}

/**
 * Opens the account that the settings name, lets `work` use it, and closes it.
 *
 * @throws what `connect` and `work` throw
 */
export async function withSession<T>(
  globals: GlobalFlags,
  context: Context,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const voice = createVoice(context, globals);
  const connection = await connect(globals, context);
  const { witness } = globals;
  witness?.connected({ ...connection, profileName: connection.profile?.name });
  const memory = openMemory(connection, context);
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  try {
    const account = openAccount(connection, { context, voice, signal });
    const live = liveLog(account, { signal, clock: context.clock });
    const log = new ReachingLog({ live, account, connection, globals, context, voice, signal });
    return await work({ connection, account, log, voice, signal, witness, memory });
  } finally {
    ended.abort();
    await memory?.keep();
    await connection.close();
  }
}

/** The client of an account, which tells the voice of its requests and waits. */
export function openAccount(
  { apiUrl, locationId, token, settings }: Pick<Connection, 'apiUrl' | 'locationId' | 'token' | 'settings'>,
  {
    context,
    voice,
    signal,
  }: { readonly context: Context; readonly voice: Voice; readonly signal: AbortSignal },
): RestorableAccount & LocationFinder {
  const { network, clock, random } = context;
  return createAccount({
    network,
    clock,
    random,
    signal,
    apiUrl,
    locationId,
    token,
    auth: settings.auth.value,
    maxWaitMs: settings.maxWaitMs.value,
    onWait: ({ ms, why }) => void voice.note(`Waiting ${Math.ceil(ms / 1000)} s: ${why}.`),
    onRequest: ({ method, path, outcome, ms }) =>
      void voice.detail(`${method} ${path} → ${outcome} (${ms} ms)`),
  });
}
