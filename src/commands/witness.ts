/** What the journal wants to know of a command while it runs; apart from who keeps it, for every command may say it and none may write it. */
import type { Coverage } from '../audit/coverage.js';

/** The account that a command talks to, and as whom. */
export interface WitnessedAccount {
  readonly profileName: string | undefined;
  readonly locationId: string;
  readonly apiUrl: string;
  readonly isSandbox: boolean;
  /** Only to keep it out of what is noted. */
  readonly token: string;
}

export interface Witness {
  /** From here on the command is one that the journal holds. */
  connected(account: WitnessedAccount): void;
  /** Events were read; said again, the later word counts. */
  covered(coverage: Coverage): void;
  /** A file got its name. */
  wrote(file: { readonly bytes: number; readonly sha256: string }): void;
  /** `path` of the receipt of a restore. */
  gaveReceipt(path: string): void;
}
