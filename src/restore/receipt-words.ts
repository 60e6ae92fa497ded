/** A receipt as a paragraph for the ticket: what was asked, what was seen, and what was not. Plain text, a sentence a line. */
import { countedText, oneLine, quoted, valueText } from '../audit/phrase.js';
import type { RestoreKind } from '../audit/restore-offer.js';
import { awayLines, countedKinds, groupedBy, namedItems } from './items-in-words.js';
import type { Receipt } from './receipt.js';

interface Named {
  readonly kind: RestoreKind;
  readonly id: string;
  readonly name: string | undefined;
}

/** Shows an instant of the receipt (ISO 8601) as people read it, with its zone. */
export type ShowInstant = (iso: string) => string;

/** The first sentence says how it ended; the others why one may believe it, and what is left to do. */
export function receiptLines(receipt: Receipt, show: ShowInstant): readonly string[] {
  const { plan, askedBy } = receipt;
  const skips = plan.skips.map((item) => ({ ...item, name: item.name ?? undefined }));
  const who = askedBy === null ? '' : ` by ${oneLine(askedBy)}`;
  const asked = plan.means === 'assisted' ? 'Watched' : 'Asked for';
  return [
    `${verdict(receipt)}`,
    `It was deleted on ${show(plan.deletedAt)} by ${oneLine(plan.deletedBy)} (event ${oneLine(plan.eventId)}).`,
    `${asked}${who} on ${show(receipt.askedAt)}; last looked at ${show(receipt.seenAt)}.`,
    ...seenLines(receipt),
    ...awayLines(skips).map((line) => `Not restored: ${line}.`),
    eventLine(receipt, show),
  ];
}

function verdict(receipt: Receipt): string {
  const { plan, seen, outcome } = receipt;
  const what = `the ${plan.kind} ${quoted(plan.record.name)}`;
  const inside = countedKinds(named([...seen.asPlanned, ...seen.inTheLogOnly]).slice(1));
  switch (outcome) {
    case 'restored':
      return `Restored: ${what}${inside === '' ? '' : ` with ${inside}`}, all of it seen.`;
    case 'different':
      return `Done, but different from the plan: ${what}.`;
    case 'unchecked':
      return seen.asPlanned.length === 0
        ? `Not checked: the account says that ${what} is restored, and it could not be looked at.`
        : `Restored as far as it could be looked at: ${what}${inside === '' ? '' : ` with ${inside}`}.`;
    case 'unseen':
      return `Not seen: the account says that ${what} is restored, and nothing shows it.`;
    case 'pending':
      return `Not done yet: the account has accepted the restore of ${what} and is still at it.`;
    case 'unknown':
      return `Not known: the account's answer about ${what} was lost, and nothing shows that it was restored.`;
    case 'waiting':
      return `Not restored yet: nothing shows ${what}.`;
  }
}

function seenLines({ seen, plan, outcome }: Receipt): readonly string[] {
  const counted = (heads: Receipt['seen']['missing']) =>
    `${countedKinds(named(heads))}: ${namedItems(named(heads))}`;
  const expected = plan.restores.length;
  const isPartly = outcome === 'different' || outcome === 'unchecked';
  return [
    ...(isPartly
      ? [`As planned: ${countedText(seen.asPlanned.length, 'record', 'records')} of ${expected}.`]
      : []),
    ...(isPartly && seen.missing.length > 0 ? [`Missing: ${counted(seen.missing)}.`] : []),
    ...(seen.unexpected.length > 0 ? [`There, and not planned: ${counted(seen.unexpected)}.`] : []),
    ...differenceLines(seen.different),
    ...(seen.inTheLogOnly.length > 0
      ? [`Seen in the log only, for no published route shows them: ${counted(seen.inTheLogOnly)}.`]
      : []),
    ...(isPartly && seen.unchecked.length > 0 ? [`Could not be looked at: ${counted(seen.unchecked)}.`] : []),
    ...seen.unreadable.map((why) => `A route could not be read: ${oneLine(why)}`),
    ...(plan.isWhole
      ? []
      : ['Whether more fell than the log tells is not known; what it tells was looked at.']),
  ];
}

/** Alike ones together: a pipeline that came back under another stage differs in every opportunity. */
function differenceLines(different: Receipt['seen']['different']): readonly string[] {
  const all = different.flatMap(({ differences, ...head }) =>
    differences.map(({ field, expected, found }) => ({
      head,
      text: `${oneLine(field)} is ${shownValue(found)}, planned was ${shownValue(expected)}`,
    })),
  );
  return groupedBy(all, ({ text }) => text).map(
    ([text, alike]) => `Different: ${namedItems(named(alike.map(({ head }) => head)))}: ${text}.`,
  );
}

function shownValue(value: unknown): string {
  return value === null ? 'nothing' : (valueText(value) ?? 'something else');
}

function eventLine({ restoreEvent, claim, outcome }: Receipt, show: ShowInstant): string {
  if (restoreEvent !== null) {
    const by = restoreEvent.by === null ? '' : ` by ${oneLine(restoreEvent.by)}`;
    return `The log's own event of it: ${oneLine(restoreEvent.id)}, ${show(restoreEvent.at)}${by}.`;
  }
  if (claim.restoreEventId !== null) {
    return `The account names event ${oneLine(claim.restoreEventId)}; it was not seen in the log.`;
  }
  return outcome === 'restored' || outcome === 'different'
    ? 'No restore event was seen in the log.'
    : 'The log shows no restore of it.';
}

function named(
  heads: readonly { readonly kind: RestoreKind; readonly id: string; readonly name: string | null }[],
): readonly Named[] {
  return heads.map(({ kind, id, name }) => ({ kind, id, name: name ?? undefined }));
}
