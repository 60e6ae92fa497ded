/** `audit archive timestamp`: has an authority attest that the archive, as it is, was there now. */
import { withArchiveForWriting } from '../archive/store/writing.js';
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
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError('bad-address', `“${url}” is no address of a time stamping authority.`, {
      hint: 'It begins with https:// or http://',
    });
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const { network, signal, clock } = context;
  const { time, authority, size, path } = await withArchiveForWriting(
    folder,
    writingBy(context, voice),
    (writer) => anchorNewest(writer, { url, network, signal, nowMs: clock.nowMs() }),
  );
  await context.stdout.write(`${time}\t${size}\t${path}\n`);
  await voice.note(
    `${authority} attests that the archive had its ${countText(size)} leaves at ${time}. Imprint and signature fit; whether to believe the authority, its certificate says: openssl ts -verify -data log/checkpoints/${String(size).padStart(12, '0')} -in ${path} -CAfile …`,
  );
  return exitCodes.done;
}
