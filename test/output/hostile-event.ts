/** An event whose every text is the same hostile one: what a printer lets through of it, it lets through anywhere. */
import type { AuditEvent } from '../../src/audit/event.js';
import { emptyNames } from '../../src/audit/names.js';
import type { EventView } from '../../src/output/fields.js';
import { sampleEvent } from './sample.js';

/** The text in every field that the account fills, as value and as name of a field. */
export function hostileEvent(text: string): AuditEvent {
  return sampleEvent({
    _id: text === '' ? 'empty' : text,
    documentType: text,
    type: text,
    id: text,
    documentName: text,
    source: text,
    sourceId: text,
    sourceName: text,
    changedFields: [text, 'name', 'tags'],
    before: { [text]: text, name: 'x', tags: [text] },
    after: { [text]: [text], name: text, tags: ['x', text, `${text}!`] },
  });
}

/** A book in which everybody bears the hostile text. */
export function hostileView(text: string): EventView {
  return {
    names: { ...emptyNames, user: () => ({ name: text, email: text }), objectLabel: () => text },
    timeZone: 'America/Chicago',
  };
}
