/** What a person types to confirm a restore, and whether they did. */
import { oneLine } from '../audit/phrase.js';
import type { RestorePlan } from '../audit/restore-plan.js';

/** Longer names nobody types; and a page shows no more of them. */
const longestTyped = 60;
/** Of an event's id: enough that it is no accident. */
const idLength = 8;

export interface Confirmation {
  /** What must be typed. */
  readonly word: string;
  readonly question: string;
}

/**
 * The record's name. Where nobody could type it (too long, or with characters that no keyboard has and no screen shows), the
 * event's id or its beginning.
 */
export function confirmationOf({ kind, recordName, eventId }: RestorePlan): Confirmation {
  const name = asTyped(recordName);
  if (isTypeable(name)) return { word: name, question: `To restore it, type the ${kind}’s name:` };
  const word = oneLine(eventId).slice(0, idLength);
  return {
    word,
    question: `Its name is hard to type. To restore it, type the beginning of the event’s id, ${word}:`,
  };
}

/** Capitals count; spaces around, and which of two ways an accent is written, do not. */
export function isConfirmed({ word }: Confirmation, typed: string): boolean {
  return asTyped(typed) === word;
}

function asTyped(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function isTypeable(name: string): boolean {
  return (
    name !== '' && [...name].length <= longestTyped && !/\p{C}|\p{Default_Ignorable_Code_Point}/u.test(name)
  );
}
