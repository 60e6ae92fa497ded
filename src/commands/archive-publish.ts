/** `audit archive publish`: the archive's events as Parquet, for what asks tables. */
import { join, resolve } from 'node:path';
import { FolderPlace, type Place } from '../archive/outgrow/place.js';
import { type PublishedMonth, publish } from '../archive/outgrow/publication.js';
import { S3Place } from '../archive/outgrow/s3-place.js';
import { ArchivedLog } from '../archive/reading/archived-log.js';
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmlessJson } from '../output/harmless.js';
import { findArchiveFolder } from './archive-place.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface PublishFlags {
  readonly format?: 'text' | 'json';
}

/**
 * Brings a folder or a bucket up to the archive's head.
 *
 * @param target a folder, or `s3://bucket/prefix`
 * @throws as `publish`; NotFoundError where there is no archive
 */
export async function publishArchive(
  target: string,
  { format }: PublishFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { clock, environment, network, signal, stdout, version } = context;
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const place: Place = target.startsWith('s3:')
    ? new S3Place(target, { network, clock, signal, environment })
    : new FolderPlace(resolve(target));
  const log = await ArchivedLog.open(folder, signal);
  const say = (month: string, published: PublishedMonth, isNew: boolean) =>
    voice.note(monthWords(month, published, isNew));
  const draftsFolder = join(folder, 'cache', 'publish');
  const published = await publish(log, { place, draftsFolder, version, onMonth: say });
  const { head, months } = published;
  if (format === 'json') await stdout.write(`${harmlessJson(JSON.stringify({ schema: 1, ...published }))}\n`);
  const rows = Object.values(months).reduce((sum, month) => sum + month.rows, 0);
  await voice.note(
    `${countedText(rows, 'event', 'events')} of the head of ${countedText(head.size, 'leaf', 'leaves')} are in ${place.name}`,
  );
  return exitCodes.done;
}

function monthWords(month: string, { rows, complete }: PublishedMonth, isNew: boolean): string {
  const state = isNew ? 'written' : 'unchanged';
  const lack = complete ? '' : ' · the archive does not hold all of it';
  return `${month}: ${countedText(rows, 'event', 'events')}, ${state}${lack}`;
}
