/** Searching while walking: the next event that holds a text, read on for where it has not come yet. Pure. */
import type { NameBook } from '../audit/names.js';
import { countedText } from '../audit/phrase.js';
import { holdsText } from '../audit/search.js';
import type { Model, Seeking } from './model.js';

/** Begins at the event after (or before) the selected one. */
export function seek(model: Model, direction: Seeking['direction'], names: NameBook): Model {
  const { query: text, selected } = model;
  if (text === '') return { ...model, message: 'Nothing was searched for yet: / and a text.' };
  const fromIndex = direction === 'older' ? selected + 1 : selected - 1;
  return found({ ...model, seeking: { text, fromIndex, direction } }, names);
}

/** Goes on with a search that is under way, as far as there are events; found, or at the end, it is over. */
export function found(model: Model, names: NameBook): Model {
  const { seeking, events, isWhole } = model;
  if (seeking === undefined) return model;
  const index = nextIndex(model, seeking, names);
  if (index >= 0) return { ...model, selected: index, detailTop: 0, seeking: undefined };
  if (seeking.direction === 'older' && !isWhole)
    return { ...model, seeking: { ...seeking, fromIndex: events.length } };
  const where = seeking.direction === 'older' ? 'Nothing older' : 'Nothing newer';
  const looked = countedText(events.length, 'event', 'events');
  return { ...model, seeking: undefined, message: `${where} holds “${seeking.text}” (${looked} read).` };
}

function nextIndex({ events }: Model, { text, fromIndex, direction }: Seeking, names: NameBook): number {
  const holds = holdsText(text, names);
  const by = direction === 'older' ? 1 : -1;
  for (let index = fromIndex; index >= 0 && index < events.length; index += by) {
    const event = events[index];
    if (event !== undefined && holds(event)) return index;
  }
  return -1;
}
