/** What can be typed, as plain data: made from the declared commands when the program is built, so that completing needs no parser. */

/** Where the values of a flag or an argument come from. */
export type ValueKind =
  | 'users'
  | 'types'
  | 'modules'
  | 'sources'
  | 'objects'
  | 'times'
  | 'fields'
  | 'events'
  | 'deletions'
  | 'profiles'
  | 'zones'
  | 'commands'
  | 'files'
  | 'nothing';

/** A fixed list, or a kind that is looked up. */
export type Values = readonly string[] | ValueKind;

export interface FlagGrammar {
  /** `--since`, `-o`. */
  readonly names: readonly string[];
  readonly text: string;
  /** Undefined: it takes no value. */
  readonly values?: Values;
}

export interface CommandGrammar {
  readonly text: string;
  readonly flags: readonly FlagGrammar[];
  /** Of its positions; the last one repeats for none. */
  readonly arguments: readonly Values[];
  readonly commands: Readonly<Record<string, CommandGrammar>>;
}

export interface Grammar {
  readonly program: CommandGrammar;
  /** What the filters accept, with what each means. */
  readonly vocabulary: Readonly<
    Record<'types' | 'modules' | 'sources', readonly (readonly [word: string, means: string])[]>
  >;
  readonly fields: readonly string[];
}
