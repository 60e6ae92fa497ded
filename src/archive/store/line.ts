/** An event on its way into the archive: the one line that it becomes, and the day whose folder it goes to. */
import { dayOf } from '../../audit/instant.js';
import { unknownDate } from './form.js';

const plainDate = /^\d{4}-\d\d-\d\d$/;

/** Without an LF: what breaks lines in JSON can only stand between its tokens, for within text it is escaped (RFC 8259). */
export function lineOf(rawText: string): string {
  return /[\r\n]/.test(rawText) ? rawText.replace(/[\r\n]/g, ' ') : rawText;
}

/** The day in UTC; years of five digits, or before the first, belong to no day that a folder could be named after. */
export function dateOf(instantMs: number): string {
  const date = dayOf(instantMs, 'UTC');
  return plainDate.test(date) ? date : unknownDate;
}
