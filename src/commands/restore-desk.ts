/** What every part of a restore has at hand: the event, the session, the notes and receipts, and who is asking. */
import type { AuditEvent } from '../audit/event.js';
import type { Context } from '../context.js';
import { type Attempts, openAttempts } from '../restore/attempts.js';
import type { RestorePorts } from '../restore/carry-out.js';
import type { RestoreMeans } from '../restore/plan-digest.js';
import { openReceipts, type Receipts } from '../restore/receipts.js';
import { identify } from './identity.js';
import type { Question } from './question.js';
import { readRestored } from './restore-reading.js';
import type { Session } from './session.js';

export interface RestoreDesk {
  readonly event: AuditEvent;
  readonly means: RestoreMeans;
  readonly question: Question;
  readonly session: Session;
  readonly context: Context;
  readonly attempts: Attempts;
  readonly receipts: Receipts;
  readonly ports: RestorePorts;
  /** Name and standing; undefined where the token does not say whose it is. */
  readonly asker: string | undefined;
  readonly isAdministrator: boolean | undefined;
  readonly accountName: string | undefined;
}

/** Asks the account who is asking; writes nothing. */
export async function openDesk({
  event,
  means,
  question,
  session,
  context,
}: Pick<RestoreDesk, 'event' | 'means' | 'question' | 'session' | 'context'>): Promise<RestoreDesk> {
  const { account, signal, connection } = session;
  const { clock, dataFolder } = context;
  const { user, location } = await identify(account, connection.token);
  const attempts = openAttempts(dataFolder);
  return {
    event,
    means,
    question,
    session,
    context,
    attempts,
    receipts: openReceipts(dataFolder),
    ports: {
      account,
      clock,
      signal,
      attempts,
      readRestored: (sinceMs) => readRestored(Math.max(sinceMs, question.window.sinceMs), session, clock),
    },
    asker: user && [user.name, user.role].filter((word) => word !== undefined).join(', '),
    isAdministrator: user?.role === undefined ? undefined : user.role === 'admin',
    accountName: location?.name,
  };
}
