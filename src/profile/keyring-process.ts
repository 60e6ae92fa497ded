/**
 * The process that talks to the system's keyring: one question on stdin, one answer on stdout, both JSON. It is a program of its own
 * because a call into a keyring that is locked or hangs cannot be interrupted from within: whoever started this process can kill it.
 * The secret travels through pipes, never through arguments, which every user of a machine may read.
 */
import { text } from 'node:stream/consumers';

/** What is asked of the keyring. */
export interface KeyringQuestion {
  readonly act: 'get' | 'set' | 'remove';
  readonly service: string;
  readonly account: string;
  /** With `set`. */
  readonly secret?: string;
}

/** `missing`: there is no keyring here; `refused`: there is one, and it says no. */
export type KeyringAnswer =
  | { readonly kind: 'done'; readonly secret: string | null }
  | { readonly kind: 'missing' | 'refused'; readonly word: string };

void main();

async function main(): Promise<void> {
  const question = JSON.parse(await text(process.stdin)) as KeyringQuestion;
  process.stdout.write(JSON.stringify(await answerTo(question)));
}

async function answerTo(asked: KeyringQuestion): Promise<KeyringAnswer> {
  let library: typeof import('@napi-rs/keyring');
  try {
    library = await import('@napi-rs/keyring');
  } catch {
    return { kind: 'missing', word: 'its library is not installed' };
  }
  try {
    return { kind: 'done', secret: await act(asked, library) };
  } catch (error) {
    // The library's words may repeat what it was given.
    const word = String(error instanceof Error ? error.message : error);
    return { kind: isNobodyThere(word) ? 'missing' : 'refused', word: withoutSecret(word, asked) };
  }
}

/**
 * Bytes, not text: each system has an encoding of its own for passwords. Pinned on Linux, where the library would fall back in
 * silence to the kernel's keyring, which the next process cannot read.
 */
async function act(
  { act, service, account, secret = '' }: KeyringQuestion,
  { AsyncEntry }: typeof import('@napi-rs/keyring'),
): Promise<string | null> {
  const entry = new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  if (act === 'set') await entry.setSecret(Buffer.from(secret, 'utf8'));
  if (act === 'remove') await entry.deleteCredential();
  if (act !== 'get') return null;
  const bytes = await entry.getSecret();
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

/** No session bus, or nobody on it who keeps secrets: libdbus's words for it. */
function isNobodyThere(word: string): boolean {
  return /autolaunch|ServiceUnknown|not provided by any|Failed to connect to socket/i.test(word);
}

function withoutSecret(word: string, { secret }: KeyringQuestion): string {
  return (secret ? word.replaceAll(secret, '…') : word).slice(0, 200);
}
