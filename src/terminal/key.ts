/** Keys by the names that the house uses, from what node's own reader of escape sequences says of them. Pure. */
import type { Key } from '../context.js';

/** What node's `keypress` event tells: names are missing where it knows none. */
export interface Keypress {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

const names: Readonly<Record<string, string>> = {
  return: 'enter',
  enter: 'enter',
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  pageup: 'pageup',
  pagedown: 'pagedown',
  home: 'home',
  end: 'end',
  escape: 'escape',
  backspace: 'backspace',
  delete: 'delete',
  tab: 'tab',
};

/** The key; undefined for what stands for nothing here (a function key, an answer of the terminal, half a sequence). */
export function readKey(
  typed: string | undefined,
  { name, ctrl, meta, sequence }: Keypress,
): Key | undefined {
  if (ctrl === true) return name === undefined ? undefined : { name: `ctrl-${name}`, text: '' };
  const known = name === undefined ? undefined : names[name];
  if (known !== undefined) return { name: known, text: '' };
  const text = typed ?? sequence ?? '';
  const isText = meta !== true && text !== '' && !/\p{Cc}|\p{Cs}/u.test(text);
  return isText ? { name: text, text } : undefined;
}
