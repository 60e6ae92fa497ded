/** Whose hand an event shows, and how far that can be trusted; apart because attribution can mislead (`account-api.md`). */
import type { AuditEvent } from './event.js';
import type { NameBook } from './names.js';
import type { Hand } from './source.js';
import { handOfSource, labelOfSource } from './vocabulary.js';

export interface Actor {
  readonly kind: 'person' | 'workflow' | 'integration' | 'system' | 'unknown';
  /** As the event has it: a user's or workflow's id. */
  readonly id?: string;
  /** A name where one is known, else words that hold the id; never blank. */
  readonly name: string;
  readonly email?: string;
  /** Whether the event tells who acted. False for people: see `note`. */
  readonly certain: boolean;
  /** Why it is not certain, for the detail view. */
  readonly note?: string;
}

const kinds: Readonly<Record<Hand, Actor['kind']>> = {
  person: 'person',
  workflow: 'workflow',
  integration: 'integration',
  visitor: 'system',
  system: 'system',
  unknown: 'unknown',
};

/**
 * Help pages: "login as user" was logged as the user who was impersonated. No event tells the two apart, so that no event
 * of a person is certain.
 */
const personNote =
  'This is the user whose session acted. An administrator who used “login as user” appears as that user; the log does not tell.';
const triedNote = 'Somebody tried to log in as this user; the log does not tell who.';
const sourceNote = 'The log does not say by what means this was done.';
const nobodyNote = 'The log names nobody for this.';

/** Who did it, as the log tells it: the source decides the kind, a known user's id outweighs a source that says nothing. */
export function actorOf(event: AuditEvent, names: NameBook): Actor {
  if (latest?.event !== event || latest.names !== names)
    latest = { event, names, actor: readActor(event, names) };
  return latest.actor;
}

/** Name, address and kind are asked for one after the other: an event that is written is looked at once. */
let latest: { readonly event: AuditEvent; readonly names: NameBook; readonly actor: Actor } | undefined;

function readActor(event: AuditEvent, names: NameBook): Actor {
  const { sourceId: id } = event;
  const user = id === undefined ? undefined : names.user(id);
  const hand = handOfSource(event.source);
  const kind = hand === 'unknown' && user !== undefined ? 'person' : kinds[hand];
  const note = noteOf(kind, hand, event);
  return {
    kind,
    ...(id === undefined ? {} : { id }),
    name: user?.name || event.sourceName || nameless(kind, hand, event),
    ...(user?.email === undefined ? {} : { email: user.email }),
    certain: note === undefined,
    ...(note === undefined ? {} : { note }),
  };
}

function noteOf(kind: Actor['kind'], hand: Hand, event: AuditEvent): string | undefined {
  if (event.type === 'LOGIN_FAILED') return triedNote;
  if (kind === 'unknown') return sourceNote;
  if (kind === 'system') return undefined;
  if (event.sourceId === undefined && event.sourceName === undefined) return nobodyNote;
  if (kind !== 'person') return undefined;
  return hand === 'unknown' ? `${sourceNote} ${personNote}` : personNote;
}

/** For ids without a name: what it is, and the id. */
function nameless(kind: Actor['kind'], hand: Hand, { source, sourceId }: AuditEvent): string {
  if (kind === 'person') return sourceId === undefined ? 'Unknown user' : `User ${sourceId}`;
  if (hand === 'unknown') return sourceId === undefined ? 'Unknown' : `Unknown ${sourceId}`;
  const means = labelOfSource(source);
  return sourceId === undefined ? means : `${means} ${sourceId}`;
}
