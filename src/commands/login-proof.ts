/** The proof before a token is kept: one real read of the log, with either header where nobody has said which. */
import type { AuthStyle, Context } from '../context.js';
import { AccessError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import type { Settings } from '../profile/settings.js';
import { type Identity, identify, identityRows, proveLogAccess } from './identity.js';
import { openAccount } from './session.js';
import type { Voice } from './voice.js';
import { chooseZone } from './zone.js';

export interface LoginAttempt {
  readonly apiUrl: string;
  readonly locationId: string;
  readonly token: string;
  readonly settings: Settings;
  /** Tried in this order. */
  readonly styles: readonly AuthStyle[];
}

export interface LoginProof {
  /** The header that works. */
  readonly auth: AuthStyle;
  readonly identity: Identity;
  /** What to tell the person: label and value, harmless. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Only a refusal of the token itself can be a matter of the header: anything else is told as it is.
 *
 * @throws AccessError when the log cannot be read with this token; UnreachableError when the account does not answer.
 */
export async function proveLogin(attempt: LoginAttempt, context: Context, voice: Voice): Promise<LoginProof> {
  const progress = voice.progress('Reading the log…');
  let refusal: unknown;
  try {
    for (const auth of attempt.styles) {
      try {
        return await proveWith(auth, attempt, context, voice);
      } catch (error) {
        if (!(error instanceof AccessError) || error.code !== 'token-refused') throw error;
        refusal ??= error;
      }
    }
  } finally {
    progress.stop();
  }
  throw refusal;
}

async function proveWith(
  auth: AuthStyle,
  { styles: _, ...attempt }: LoginAttempt,
  context: Context,
  voice: Voice,
): Promise<LoginProof> {
  const settings = { ...attempt.settings, auth: { ...attempt.settings.auth, value: auth } };
  const account = openAccount({ ...attempt, settings }, { context, voice, signal: context.signal });
  await proveLogAccess(account, context.signal);
  const identity = await identify(account, attempt.token);
  const zone = await chooseZone(settings.timeZone, account, context.machineTimeZone);
  const place = { ...attempt, isSandbox: false, nowMs: account.nowMs(), timeZone: zone.name };
  const rows = [...identityRows(identity, place), ['Header', auth]];
  return { auth, identity, rows: rows.map((row) => row.map(harmless)) };
}
