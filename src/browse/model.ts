/** What a person who walks through the log has before them: the events so far, where they stand, and what they are doing. Plain data. */
import type { AuditEvent } from '../audit/event.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** `list`: walking, with the detail beside or below where there is room. `detail`: one event on the whole screen. */
export type Mode = 'list' | 'detail' | 'help';

/** A search under way: from this event on, older ones first, until one is found. */
export interface Seeking {
  readonly text: string;
  readonly fromIndex: number;
  readonly direction: 'older' | 'newer';
}

/** What the room asks of whoever runs it. */
type Wish =
  | { readonly kind: 'leave' | 'interrupt' }
  | { readonly kind: 'restore'; readonly event: AuditEvent };

export interface Model {
  readonly size: Size;
  /** Newest first, as far as they have been read. */
  readonly events: readonly AuditEvent[];
  /** Whether there are no more to read. */
  readonly isWhole: boolean;
  /** How the reading ended, in words; empty while it goes on. */
  readonly ending: string;
  /** Index of the event on which one stands. */
  readonly selected: number;
  /** Index of the first event of the list on the screen. */
  readonly top: number;
  /** Lines of the detail that have been scrolled away. */
  readonly detailTop: number;
  readonly mode: Mode;
  /** What is being typed after `/`; undefined where nothing is. */
  readonly prompt: string | undefined;
  /** What was last searched for; empty where nothing was. */
  readonly query: string;
  readonly seeking: Seeking | undefined;
  /** Going down to the oldest event, reading all the way. */
  readonly isSinking: boolean;
  /** A word to the person; gone with the next key. */
  readonly message: string;
  readonly wish: Wish | undefined;
}

/** Before the first event has come. */
export function beginning(size: Size): Model {
  return {
    size,
    events: [],
    isWhole: false,
    ending: '',
    selected: 0,
    top: 0,
    detailTop: 0,
    mode: 'list',
    prompt: undefined,
    query: '',
    seeking: undefined,
    isSinking: false,
    message: '',
    wish: undefined,
  };
}
