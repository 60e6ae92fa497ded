/**
 * An event → its sentence. The log has none; ours is made from type, module, changed fields, before and after, and is plain
 * text: names and values in “curly quotes”, nouns bare, no full stop, no actor (that is a column of its own).
 */
import type { AuditEvent } from './event.js';
import { ownText, ownValue } from './json-value.js';
import type { NameBook } from './names.js';
import { countedText, oneLine, quoted, valueText } from './phrase.js';
import { readableChanges } from './readable-changes.js';
import { nounOf, recordNameOf, subjectOf } from './subject.js';
import { tagSentence, updateSentence } from './update-sentence.js';
import { isKnownType, labelOfModule, labelOfType, nounOfModule } from './vocabulary.js';

type Sentence = (event: AuditEvent, names: NameBook) => string;

const sentences: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
  ['CREATED', (event, names) => `${isStaff(event) ? 'Added' : 'Created'} ${subjectOf(event, names)}`],
  ['UPDATED', updateSentence],
  ['DELETED', (event, names) => `Deleted ${subjectOf(event, names)}${withContents(event)}`],
  ['RESTORED', (event, names) => `Restored ${subjectOf(event, names)}${withContents(event)}`],
  ['TAG_ADDED', tagSentence],
  ['TAG_REMOVED', tagSentence],
  ['LOGIN', login],
  ['LOGIN_FAILED', failedLogin],
  ['LOGOUT', () => 'Logged out'],
  ['PASSWORD_CHANGED', (event, names) => `Changed the password of ${subjectOf(event, names)}`],
  ['ROLE_CHANGED', roleChange],
  ['STATUS_CHANGED', updateSentence],
  ['PAID', (event, names) => `Paid ${subjectOf(event, names)}${amount(event)}`],
  ['REFUNDED', (event, names) => `Refunded ${subjectOf(event, names)}${amount(event)}`],
  ['EXPORTED', (event, names) => `Exported ${exportedThing(event, names)}`],
  ['EXPORT_REQUESTED', (event, names) => `Requested an export of ${exportedThing(event, names)}`],
  ['DOWNLOADED', (event, names) => `Downloaded an export of ${exportedThing(event, names)}`],
  ['EXPORT_DOWNLOADED', (event, names) => `Downloaded an export of ${exportedThing(event, names)}`],
]);

/** One plain sentence about the event; never throws, whatever the account has put into it. */
export function describe(event: AuditEvent, names: NameBook): string {
  const sentence = sentences.get(event.type);
  if (sentence !== undefined) return sentence(event, names);
  if (isKnownType(event.type)) return `${labelOfType(event.type)} ${subjectOf(event, names)}`;
  return unknownType(event, names);
}

/** `Some new thing “X” (WIDGET)`; `Some new thing: contact “X”`. */
function unknownType(event: AuditEvent, names: NameBook): string {
  const label = oneLine(labelOfType(event.type));
  const name = recordNameOf(event) ?? event.recordId;
  const about =
    nounOfModule(event.module) === undefined && name !== undefined
      ? ` ${quoted(name)} (${oneLine(event.module)})`
      : `: ${subjectOf(event, names)}`;
  return `${label}${about}`;
}

function isStaff({ module }: AuditEvent): boolean {
  return module === 'USER';
}

const contents: ReadonlyMap<string, { readonly singular: string; readonly plural: string }> = new Map([
  ['PIPELINE', { singular: 'opportunity', plural: 'opportunities' }],
  ['CALENDAR', { singular: 'appointment', plural: 'appointments' }],
]);

/** What fell or came back with it, where the event tells: a count, or the list itself. */
function withContents({ module, before, after, meta }: AuditEvent): string {
  const kind = contents.get(module);
  if (kind === undefined) return '';
  const { singular, plural } = kind;
  for (const side of [after, before, meta]) {
    for (const field of [`${singular}Count`, `${plural}Count`, plural, `${plural}Restored`]) {
      const value = ownValue(side, field);
      const count = Array.isArray(value) ? value.length : value;
      if (typeof count === 'number' && Number.isInteger(count) && count >= 0) {
        return ` with ${countedText(count, singular, plural)}`;
      }
    }
  }
  return '';
}

/** Whose record it is is said where the log shows another hand: a login as somebody else, if it is ever recorded so. */
function login(event: AuditEvent): string {
  const { sourceId, recordId } = event;
  const name = recordNameOf(event) ?? recordId;
  const isOther = sourceId !== undefined && recordId !== undefined && sourceId !== recordId;
  return `Logged in${isOther && name !== undefined ? ` as ${quoted(name)}` : ''}${fromAddress(event)}`;
}

function failedLogin(event: AuditEvent): string {
  const name = recordNameOf(event);
  const reason = ownText(event.after, 'reason');
  const subject = name === undefined ? 'Login' : `Login as ${quoted(name)}`;
  return `${subject} failed${fromAddress(event)}${reason === undefined ? '' : `: ${oneLine(reason)}`}`;
}

function fromAddress({ after }: AuditEvent): string {
  const address = ownText(after, 'ipAddress') ?? ownText(after, 'ip');
  return address === undefined ? '' : ` from ${oneLine(address)}`;
}

/** Rights may change without the role itself: those are told then. */
function roleChange(event: AuditEvent, names: NameBook): string {
  const changes = readableChanges(event, names);
  const role = changes.find(({ field }) => field === 'role');
  if (role === undefined && changes.length > 0) return updateSentence(event, names);
  const [from, to] = [valueText(role?.before), valueText(role?.after)];
  const change = to === undefined ? '' : `${from === undefined ? '' : ` from ${from}`} to ${to}`;
  return `Changed the role of ${subjectOf(event, names)}${change}`;
}

/** `, 1200 USD`. */
function amount({ after, before }: AuditEvent): string {
  for (const side of [after, before]) {
    const value = ownValue(side, 'amount');
    const currency = ownText(side, 'currency');
    if (typeof value === 'number')
      return `, ${value}${currency === undefined ? '' : ` ${oneLine(currency)}`}`;
  }
  return '';
}

/** `the audit log, 1,204 records`; other exports are of a module. */
function exportedThing(event: AuditEvent, names: NameBook): string {
  const isAuditLog = nounOf(event, names) === 'audit log';
  const thing = isAuditLog ? 'the audit log' : oneLine(labelOfModule(event.module).toLowerCase());
  const count = ownValue(event.after, 'records') ?? ownValue(event.after, 'count');
  return typeof count === 'number' ? `${thing}, ${countedText(count, 'record', 'records')}` : thing;
}
