/** Which custom object somebody means: by key, the key without its prefix, or a label. */
import { UsageError } from '../errors.js';
import { folded } from './folded.js';
import { nearest } from './nearest.js';
import { rawValueOf } from './vocabulary.js';
import { spellingKey } from './word.js';

export interface KnownObject {
  readonly key: string;
  readonly singular: string;
  readonly plural: string;
}

const prefix = 'custom_objects.';

/**
 * The object's key. An exact key wins over labels.
 * @throws UsageError `ambiguous-object` with the keys, `unknown-object` with the nearest.
 */
export function resolveObject(word: string, objects: readonly KnownObject[]): string {
  const raw = rawValueOf(word);
  if (raw !== undefined) return raw;
  const text = folded(word);
  const exact = objects.filter(({ key }) => folded(key) === text || folded(key) === prefix + text);
  const found = exact.length > 0 ? exact : objects.filter((object) => isCalled(object, word));
  const [only, ...others] = [...new Set(found.map(({ key }) => key))];
  if (only === undefined) throw unknownObject(word, objects);
  if (others.length === 0) return only;
  throw new UsageError('ambiguous-object', `"${word.slice(0, 80)}" could be several custom objects.`, {
    hint: `Give one of the keys ${[only, ...others].join(', ')}.`,
  });
}

function isCalled({ key, singular, plural }: KnownObject, word: string): boolean {
  const wanted = spellingKey(word);
  return (
    wanted !== '' && [key.replace(prefix, ''), singular, plural].some((name) => spellingKey(name) === wanted)
  );
}

function unknownObject(word: string, objects: readonly KnownObject[]): UsageError {
  const names = objects.flatMap(({ key, singular, plural }) => [key.replace(prefix, ''), singular, plural]);
  const near = nearest(word, names, 3);
  return new UsageError('unknown-object', `No custom object is called "${word.slice(0, 80)}".`, {
    hint: [
      ...(near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : []),
      '"audit values objects" lists them; raw:<key> passes a key as it is.',
    ].join('\n'),
  });
}
