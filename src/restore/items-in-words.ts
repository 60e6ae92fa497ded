/** Lists of records as a person reads them aloud: so many of each kind, some by name. */
import { countedText, oneLine, quoted } from '../audit/phrase.js';
import type { RestoreItem, RestoreKind } from '../audit/restore-offer.js';

type Named = Pick<RestoreItem, 'kind' | 'id' | 'name'>;

const plurals: Readonly<Record<RestoreKind, readonly [singular: string, plural: string]>> = {
  pipeline: ['pipeline', 'pipelines'],
  stage: ['stage', 'stages'],
  opportunity: ['opportunity', 'opportunities'],
  calendar: ['calendar', 'calendars'],
  appointment: ['appointment', 'appointments'],
};

const shownNames = 5;

/** `5 stages, 24 opportunities`; kinds in the order in which they first come. */
export function countedKinds(items: readonly Named[]): string {
  const counts = new Map<RestoreKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => countedText(count, ...plurals[kind])).join(', ');
}

/** `“Roof repair”, “Gutters” and 3 more`; those without a name by their ids. */
export function namedItems(items: readonly Named[]): string {
  const names = items.slice(0, shownNames).map(({ id, name }) => quoted(name ?? id));
  const more = items.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['contact-deleted', 'contact deleted'],
  ['deleted-earlier', 'deleted by itself before'],
  ['outside-window', 'deleted more than 30 minutes from the calendar'],
  ['stage-missing', 'stage removed before'],
]);

/** A line for each reason for which something stays away: `2 opportunities (contact deleted): “A”, “B”`. */
export function awayLines(
  skips: readonly (Named & { readonly reason: string; readonly message: string })[],
): readonly string[] {
  const why = (reason: string, message: string) => reasons.get(reason) ?? oneLine(message || reason);
  return groupedBy(skips, ({ reason, message }) => why(reason, message)).map(
    ([reason, items]) => `${countedKinds(items)} (${reason}): ${namedItems(items)}`,
  );
}

/** Groups in the order in which they first come. */
export function groupedBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
