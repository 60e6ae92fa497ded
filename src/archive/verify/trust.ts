/** On what the word of a verification rests: which keys and heads are believed, and whether the archive's keys follow from them. */
import { join } from 'node:path';
import { readIfThere } from '../../files/whole-file.js';
import type { Head } from '../log/head.js';
import type { VerifierKey } from '../log/note.js';
import { readSigningKey } from '../log/signing-key.js';
import { rememberedHead } from '../store/remembered-head.js';
import { privateKeyFile } from '../store/writing.js';
import { attempt } from './attempt.js';
import type { Finding } from './finding.js';
import { keyOf, type LinkedKey } from './records.js';

/** What the person gives to be held against the archive. */
export interface GivenTrust {
  readonly keys: readonly VerifierKey[];
  readonly head: Head | undefined;
}

/** What this machine keeps of the archive, apart from it. */
export interface KeptTrust {
  /** Of the private key that lies here. */
  readonly key: VerifierKey | undefined;
  readonly head: Head | undefined;
}

interface BelievedKey {
  readonly key: VerifierKey;
  readonly whose: string;
}

export interface KeyTrust {
  readonly grounds: readonly string[];
  readonly findings: readonly Finding[];
}

/** What this machine knows of the archive of that origin; what cannot be read is not known. */
export async function keptTrust(keptApartFolder: string, origin: string): Promise<KeptTrust> {
  const head = await attempt(() => rememberedHead(keptApartFolder));
  const pem = await attempt(() => readIfThere(join(keptApartFolder, privateKeyFile)));
  const own = pem && (await attempt(async () => readSigningKey(origin, pem.toString('utf8')).verifier));
  return { key: own ?? head?.key, head };
}

/** Whether the newest key is one that is believed, or follows from one by keys that have each signed for the next. */
export function judgeKeys(keys: readonly LinkedKey[], given: GivenTrust, kept: KeptTrust): KeyTrust {
  const newest = keys.at(-1);
  const believed = believedKeys(given, kept);
  if (newest === undefined) return { grounds: [], findings: [] };
  const signs = keyOf(newest);
  if (signs === undefined) return unknown('the record of its key is not one');
  const found = believed.map(({ key, whose }) => ({
    key,
    whose,
    at: keys.findIndex((link) => link.publicKey === key.line),
  }));
  const strange = found.find(({ at }) => at < 0);
  if (found.length === 0) return unknown(`nothing here says whether its key ${signs.id} is the right one`);
  if (strange !== undefined)
    return unknown(`it is not signed by ${strange.key.id}, ${strange.whose}, but by ${signs.id}`);
  const [first] = found.toSorted((a, b) => b.at - a.at);
  if (first === undefined) return { grounds: [], findings: [] };
  const after = keys.slice(first.at + 1);
  const lost = after.find(({ isLost }) => isLost);
  if (lost !== undefined)
    return unknown(
      `from ${lost.sinceSize} leaves on it is signed by a key for which ${first.key.id}, ${first.whose}, did not sign: it was said to be lost`,
    );
  const handed = after.length === 0 ? '' : `, to which ${first.key.id} has handed over`;
  return { grounds: [`signed by the key ${signs.id}${handed}: ${first.whose}`], findings: [] };
}

/** The person's word goes before the machine's. */
function believedKeys({ keys, head }: GivenTrust, kept: KeptTrust): readonly BelievedKey[] {
  if (keys.length > 0) return keys.map((key) => ({ key, whose: 'the key that you gave' }));
  if (head?.key !== undefined) return [{ key: head.key, whose: 'the key in the head that you gave' }];
  return kept.key === undefined ? [] : [{ key: kept.key, whose: 'the key that this machine keeps' }];
}

function unknown(text: string): KeyTrust {
  return { grounds: [], findings: [{ code: 'key-unknown', text }] };
}
