/** How long and how often an account is asked that cannot be asked just now: no network, an account in trouble, a token that has expired. */
import type { RestorableAccount } from '../account/account.js';
import type { Context } from '../context.js';
import { AccessError, type AuditError, UnreachableError } from '../errors.js';
import type { GlobalFlags } from './command.js';
import type { Connection } from './connection.js';
import type { Heartbeat } from './heartbeat.js';
import { isRenewable, renewed } from './renewal.js';
import { openAccount, type Session } from './session.js';

/** Between tries: who comes back from sleep, or from a train's tunnel, should not wait longer. */
const longestPauseMs = 60_000;
/** A day of minutes: whoever has not logged in again by then, or got the network back, has forgotten us. */
const mostFailures = 1_440;

/** An account that is asked for days, through all that happens to a connection meanwhile. */
export class PatientAccount {
  readonly #session: Session;
  readonly #context: Context;
  readonly #globals: GlobalFlags;
  readonly #heartbeat: Heartbeat;
  #connection: Connection;
  #account: RestorableAccount;
  #failure: AuditError | undefined;
  #failures = 0;

  constructor(session: Session, context: Context, globals: GlobalFlags, heartbeat: Heartbeat) {
    this.#session = session;
    this.#context = context;
    this.#globals = globals;
    this.#heartbeat = heartbeat;
    this.#connection = session.connection;
    this.#account = this.#open();
  }

  get account(): RestorableAccount {
    return this.#account;
  }

  /** Before the next try, where tries that succeed are `intervalMs` apart. */
  pauseMs(intervalMs: number): number {
    const doubled = this.#failures === 0 ? 0 : intervalMs * 2 ** Math.min(this.#failures, 10);
    return Math.max(intervalMs, Math.min(longestPauseMs, doubled));
  }

  /**
   * Whether there is any use in asking: a token that was refused is not sent again, the profile's next one is waited for.
   *
   * @throws AccessError when nobody has logged in for too long.
   */
  async isWorthAsking(): Promise<boolean> {
    if (!(this.#failure instanceof AccessError)) return true;
    const connection = await renewed(this.#connection, this.#globals, this.#context);
    if (connection === undefined) {
      this.#count(this.#failure);
      await this.#heartbeat.beat('Waiting for a new token; nothing is lost');
      return false;
    }
    this.#connection = connection;
    this.#account = this.#open();
    return true;
  }

  /** An ask has succeeded. */
  async succeeded(): Promise<void> {
    if (this.#failure !== undefined)
      await this.#session.voice.note('The account answers again; nothing was missed.');
    this.#failure = undefined;
    this.#failures = 0;
  }

  /**
   * An ask has failed: says so, once for all that fail in a row.
   *
   * @throws the failure, where waiting does not mend it, or has not for too long.
   */
  async failed(failure: AuditError): Promise<void> {
    const isExpired = isRenewable(failure, this.#connection);
    if (!isExpired && !(failure instanceof UnreachableError)) throw failure;
    this.#count(failure);
    if (failure.code !== this.#failure?.code) await this.#session.voice.warn(this.#words(failure));
    this.#failure = failure;
  }

  #count(failure: AuditError): void {
    this.#failures += 1;
    if (this.#failures > mostFailures) throw failure;
  }

  #words({ message, code }: AuditError): string {
    const { tokenOrigin } = this.#connection;
    if (
      this.#failure instanceof UnreachableError ||
      tokenOrigin.kind !== 'profile' ||
      !code.startsWith('token-')
    )
      return `${message} It is tried again; nothing is lost.`;
    return `${message} Log in again in another terminal (audit login --profile ${tokenOrigin.name}), and it goes on from here; nothing is lost.`;
  }

  /** Waits are part of how it stands: said where that is said, and not each on a line of its own. */
  #open(): RestorableAccount {
    const { voice, signal } = this.#session;
    const note = async (text: string) => this.#heartbeat.glance(text);
    return openAccount(this.#connection, { context: this.#context, voice: { ...voice, note }, signal });
  }
}
