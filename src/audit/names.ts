/** The book of names: what the account calls the ids that events carry; filled by whoever asked the account. */

interface NamedUser {
  readonly name: string;
  readonly email?: string | undefined;
}

/** Each answers undefined for an id that it does not know; ids are shown then. */
export interface NameBook {
  user(id: string): NamedUser | undefined;
  stage(id: string): string | undefined;
  pipeline(id: string): string | undefined;
  calendar(id: string): string | undefined;
  /** The singular label of a custom object, by its key, e.g. `custom_objects.pet` → `Pet`. */
  objectLabel(key: string): string | undefined;
}

/** Knows nobody: everything is shown as the event itself has it. */
export const emptyNames: NameBook = {
  user: () => undefined,
  stage: () => undefined,
  pipeline: () => undefined,
  calendar: () => undefined,
  objectLabel: () => undefined,
};
