/** What earlier commands saw of an account, kept for completing: users, unknown values, recent ids. Apart, because it is all that completing reads and must be quick to read. */

/** A value that can be typed and what it means, both harmless already. */
export type KnownValue = readonly [value: string, text: string];

export interface Known {
  readonly users: readonly KnownValue[];
  /** Wire values that the product is not known to use. */
  readonly types: readonly string[];
  readonly modules: readonly string[];
  readonly sources: readonly string[];
  readonly objects: readonly KnownValue[];
  /** Newest first. */
  readonly events: readonly KnownValue[];
  /** What could be brought back when it was last looked at, soonest to expire first. */
  readonly deletions: readonly KnownValue[];
}

export const nothingKnown: Known = {
  users: [],
  types: [],
  modules: [],
  sources: [],
  objects: [],
  events: [],
  deletions: [],
};

/** The file of an account below the data folder; a location's id becomes a file's name only where it can be one. */
export function knownFileName(locationId: string): string | undefined {
  return /^[\w-]{1,64}$/.test(locationId) ? `${locationId}.json` : undefined;
}

/** Where the files are, below the data folder. */
export const knownFolderName = 'completion';

/** What a file's text tells; as far as it makes sense, for it may be of another version or half a file. */
export function parseKnown(text: string): Known {
  const value = parsed(text);
  const pairs = (name: string) => listIn(value, name).filter(isPair);
  const words = (name: string) => listIn(value, name).filter(isPlain);
  return {
    users: pairs('users'),
    types: words('types'),
    modules: words('modules'),
    sources: words('sources'),
    objects: pairs('objects'),
    events: pairs('events'),
    deletions: pairs('deletions'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Object(value)[name] : [];
  return Array.isArray(list) ? list : [];
}

function isPair(value: unknown): value is KnownValue {
  return Array.isArray(value) && value.length === 2 && value.every(isPlain);
}

/** A file that somebody else has written into must not move a cursor either. */
function isPlain(value: unknown): value is string {
  return (
    typeof value === 'string' && !/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(value)
  );
}
