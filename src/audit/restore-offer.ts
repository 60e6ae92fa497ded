/** What a restore is about, in plain types: what comes back, what does not, and why it is refused. Apart, because the client reads them off an answer and the plan makes them out of an event. */
import type { JsonObject } from './event.js';

/** The kinds of records that a restore brings back (`account-api.md`, Rules of the product). */
export type RestoreKind = 'pipeline' | 'stage' | 'opportunity' | 'calendar' | 'appointment';

/** One record that comes back. */
export interface RestoreItem {
  readonly kind: RestoreKind;
  readonly id: string;
  readonly name: string | undefined;
  /** What it will hold, under the names of the published routes; only what is known. */
  readonly fields: JsonObject;
}

/** One record that fell with the others and stays away. */
export interface SkippedItem {
  readonly kind: RestoreKind;
  readonly id: string;
  readonly name: string | undefined;
  /** `contact-deleted`, `deleted-earlier`, `outside-window`, `stage-missing`; open. */
  readonly reason: string;
  /** The account's sentence, or ours. */
  readonly message: string;
}

/** Why a restore is refused: `reason` decides, the other members are the facts of that reason. */
export interface RestoreRefusal {
  /** As the contract names them (`expired`, `already-restored`, …); open. */
  readonly reason: string;
  /** The account's own sentence; empty where the refusal is ours. */
  readonly message: string;
  /** The first instant at which it was too late. */
  readonly expiredMs?: number;
  readonly restoredMs?: number;
  readonly restoredBy?: string;
  readonly restoreEventId?: string;
  /** The live record that bears the name. */
  readonly takenBy?: { readonly id: string; readonly name: string };
  /** The deletion with which it fell. */
  readonly containerEventId?: string;
  /** What it belonged to and is no more. */
  readonly container?: { readonly kind: string; readonly id: string; readonly name: string | undefined };
}

/** What the account itself says that a restore would do now. */
export interface RestoreOffer {
  readonly refusal: RestoreRefusal | undefined;
  /** Exclusive. */
  readonly untilMs: number | undefined;
  readonly restores: readonly RestoreItem[];
  readonly skips: readonly SkippedItem[];
  /** The account's own digest of it. */
  readonly digest: string | undefined;
}
