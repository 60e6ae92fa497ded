/** What happens → what is before the person then. Pure: every key, every batch, every change of the screen's size. */
import type { AuditEvent } from '../audit/event.js';
import type { NameBook } from '../audit/names.js';
import { restorableUntilMs } from '../audit/retention.js';
import type { Key } from '../context.js';
import { layoutOf, scrolled } from './layout.js';
import type { Model, Size } from './model.js';
import { found, seek } from './seek.js';

export type Input =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'resize'; readonly size: Size }
  | { readonly kind: 'events'; readonly events: readonly AuditEvent[] }
  /** The reading has ended. */
  | { readonly kind: 'end'; readonly words: string }
  | { readonly kind: 'message'; readonly text: string };

/** What a step must know beside the model. */
export interface Surroundings {
  readonly names: NameBook;
  /** How many lines the detail of an event has at that width. */
  readonly detailLength: (event: AuditEvent, width: number) => number;
  /** How many lines the help has at that width. */
  readonly helpLength: (width: number) => number;
}

/** The next model. */
export function step(model: Model, input: Input, around: Surroundings): Model {
  switch (input.kind) {
    case 'key':
      return placed(pressed({ ...model, message: '', isSinking: false }, input.key, around), around);
    case 'resize':
      return placed({ ...model, size: input.size }, around);
    case 'events':
      return placed(
        found(sunk({ ...model, events: [...model.events, ...input.events] }), around.names),
        around,
      );
    case 'end':
      return placed(
        found(sunk({ ...model, isWhole: true, ending: input.words, isSinking: false }), around.names),
        around,
      );
    case 'message':
      return { ...model, message: input.text };
  }
}

/** Whether more events should be read: as many as two screens ahead, or as far as a search or a fall goes. */
export function wantsMore(model: Model): boolean {
  if (model.isWhole) return false;
  const { list } = layoutOf(model.size, 'list');
  const ahead = model.selected + 2 * (list?.height ?? 1);
  return model.seeking !== undefined || model.isSinking || ahead >= model.events.length;
}

function pressed(model: Model, key: Key, around: Surroundings): Model {
  if (key.name === 'ctrl-c') return { ...model, wish: { kind: 'interrupt' } };
  if (model.prompt !== undefined) return typed(model, model.prompt, key, around);
  if (model.seeking !== undefined) return { ...model, seeking: undefined, message: 'The search was ended.' };
  const own = { list: listKeys, detail: detailKeys, help: helpKeys }[model.mode];
  const act = own[key.name] ?? (model.mode === 'help' ? undefined : keys[key.name]);
  if (act !== undefined) return act(model, around);
  return model.mode === 'help' ? back(model) : model;
}

function typed(model: Model, prompt: string, { name, text }: Key, { names }: Surroundings): Model {
  if (name === 'escape') return { ...model, prompt: undefined };
  if (name === 'backspace') {
    return { ...model, prompt: prompt === '' ? undefined : Array.from(prompt).slice(0, -1).join('') };
  }
  if (name !== 'enter') return { ...model, prompt: (prompt + text).slice(0, longestQuery) };
  const query = prompt.trim() === '' ? model.query : prompt;
  return seek({ ...model, prompt: undefined, query }, 'older', names);
}

const longestQuery = 200;

type Act = (model: Model, around: Surroundings) => Model;

/** Whatever stands on the screen. */
const keys: Readonly<Record<string, Act>> = {
  left: (model) => moved(model, -1),
  right: (model) => moved(model, 1),
  '/': (model) => ({ ...model, prompt: '' }),
  n: (model, { names }) => seek(model, 'older', names),
  N: (model, { names }) => seek(model, 'newer', names),
  r: wishRestore,
  '?': (model) => ({ ...model, mode: 'help', detailTop: 0 }),
  h: (model) => ({ ...model, mode: 'help', detailTop: 0 }),
  q: (model) => ({ ...model, wish: { kind: 'leave' } }),
  ' ': (model) => detailMoved(model, 1),
  b: (model) => detailMoved(model, -1),
};

const listKeys: Readonly<Record<string, Act>> = {
  up: (model) => moved(model, -1),
  k: (model) => moved(model, -1),
  down: (model) => moved(model, 1),
  j: (model) => moved(model, 1),
  pageup: (model) => moved(model, -listRows(model)),
  pagedown: (model) => moved(model, listRows(model)),
  home: (model) => moved(model, -model.events.length),
  g: (model) => moved(model, -model.events.length),
  end: (model) => sunk({ ...model, isSinking: !model.isWhole }, true),
  G: (model) => sunk({ ...model, isSinking: !model.isWhole }, true),
  enter: (model) => (model.events.length === 0 ? model : { ...model, mode: 'detail' }),
};

/** What is longer than the screen is scrolled alike, an event's detail and the help. */
const scrollKeys: Readonly<Record<string, Act>> = {
  up: (model) => ({ ...model, detailTop: model.detailTop - 1 }),
  k: (model) => ({ ...model, detailTop: model.detailTop - 1 }),
  down: (model) => ({ ...model, detailTop: model.detailTop + 1 }),
  j: (model) => ({ ...model, detailTop: model.detailTop + 1 }),
  pageup: (model) => detailMoved(model, -1),
  pagedown: (model) => detailMoved(model, 1),
  ' ': (model) => detailMoved(model, 1),
  b: (model) => detailMoved(model, -1),
  home: (model) => ({ ...model, detailTop: 0 }),
  g: (model) => ({ ...model, detailTop: 0 }),
  end: (model) => ({ ...model, detailTop: Number.MAX_SAFE_INTEGER }),
  G: (model) => ({ ...model, detailTop: Number.MAX_SAFE_INTEGER }),
};

const detailKeys: Readonly<Record<string, Act>> = { ...scrollKeys, enter: back, escape: back };

/** Any other key leads back from it. */
const helpKeys = scrollKeys;

function back(model: Model): Model {
  return { ...model, mode: 'list', detailTop: 0 };
}

function wishRestore(model: Model): Model {
  const event = model.events[model.selected];
  if (event === undefined) return model;
  if (restorableUntilMs(event) === undefined) {
    return { ...model, message: 'Only a deleted pipeline, opportunity or calendar can be brought back.' };
  }
  return { ...model, wish: { kind: 'restore', event } };
}

function moved(model: Model, by: number): Model {
  return { ...model, selected: model.selected + by, detailTop: by === 0 ? model.detailTop : 0 };
}

/** By a screenful of the detail, one line of which stays to hold on to. */
function detailMoved(model: Model, direction: 1 | -1): Model {
  const { detail } = layoutOf(model.size, model.mode);
  if (detail === undefined) return { ...model, mode: 'detail' };
  return { ...model, detailTop: model.detailTop + direction * Math.max(1, detail.height - 2) };
}

function listRows({ size, mode }: Model): number {
  return Math.max(1, (layoutOf(size, mode).list?.height ?? 1) - 1);
}

/** To the oldest event so far, where that is the wish. */
function sunk(model: Model, isWished = model.isSinking): Model {
  return isWished ? { ...model, selected: model.events.length - 1, detailTop: 0 } : model;
}

/** Keeps everything on the screen: the selected event, and the last line of what is scrolled. */
function placed(model: Model, around: Surroundings): Model {
  const selected = Math.max(0, Math.min(model.selected, model.events.length - 1));
  const { list } = layoutOf(model.size, 'list');
  const { detail } = layoutOf(model.size, model.mode);
  const hidden =
    detail === undefined ? 0 : lengthAt({ ...model, selected }, detail.width, around) - detail.height;
  return {
    ...model,
    selected,
    top: scrolled(model.top, selected, list?.height ?? 1),
    detailTop: Math.max(0, Math.min(model.detailTop, hidden)),
  };
}

function lengthAt({ mode, events, selected }: Model, width: number, around: Surroundings): number {
  if (mode === 'help') return around.helpLength(width);
  const event = events[selected];
  return event === undefined ? 0 : around.detailLength(event, width);
}
