/** `audit archive timestamp`: has an authority attest that the archive, as it is, was there now. */
import { withArchiveForWriting } from '../archive/store/writing.js';
import type { Anchored } from '../archive/timestamp/anchor.js';
import { anchorNewest } from '../archive/timestamp/anchor.js';
import { countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { findArchiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

/** Asks, checks, keeps and records the answer. @throws as anchorNewest and withArchiveForWriting */
export async function timestampArchive(
  url: string,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  assertAuthority(url);
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const { network, signal, clock } = context;
  const anchored = await withArchiveForWriting(folder, writingBy(context, voice), (writer) =>
    anchorNewest(writer, { url, network, signal, nowMs: clock.nowMs() }),
  );
  const { time, size, path } = anchored;
  await context.stdout.write(`${time}\t${size}\t${path}\n`);
  await voice.note(stampedWords(anchored));
  return exitCodes.done;
}

/**
 * An address that may be asked; it is written into the log for good.
 *
 * @throws UsageError `bad-address`
 */
export function assertAuthority(url: string): void {
  const address = /^https?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined)
    throw new UsageError('bad-address', `“${url}” is no address of a time stamping authority.`, {
      hint: 'It begins with https:// or http://',
    });
  if (address.username === '' && address.password === '') return;
  const message = `The address of ${address.host} has a password in it, which would stand in the archive for good.`;
  throw new UsageError('bad-address', message, { hint: 'Leave it out; few authorities ask for one.' });
}

/** What a stamp attests, and how to look further into it. */
export function stampedWords({ authority, size, time, path }: Anchored): string {
  return `${authority} attests that the archive had its ${countText(size)} leaves at ${time}. Imprint and signature fit; whether to believe the authority, its certificate says: openssl ts -verify -data log/checkpoints/${String(size).padStart(12, '0')} -in ${path} -CAfile …`;
}
