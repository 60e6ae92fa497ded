/** `audit restore --receipts`: what this tool has restored, from its own folder; asks no account. */

import { assertTimeZone } from '../audit/zone.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { resolveSettings } from '../profile/settings.js';
import { openReceipts } from '../restore/receipts.js';
import type { GlobalFlags } from './command.js';
import { jsonLine, lookOf, receiptText } from './restore-page.js';
import { createVoice } from './voice.js';

/** Newest first: paragraphs with a blank line between, or one JSON document. */
export async function showReceipts(
  format: 'text' | 'json',
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { stdout, environment, machineTimeZone, terminal, dataFolder } = context;
  const voice = createVoice(context, globals);
  const { receipts, unreadable } = await openReceipts(dataFolder).list();
  for (const path of unreadable) await voice.warn(`${path} holds no receipt that can be read.`);
  if (format === 'json') {
    await stdout.write(jsonLine({ schema: 1, receipts }));
  } else {
    const { timeZone } = resolveSettings(globals, environment, undefined);
    const zone = timeZone === undefined ? machineTimeZone() : assertTimeZone(timeZone.value);
    const look = await lookOf(stdout, terminal);
    await stdout.write(receipts.map((receipt) => receiptText(receipt, 'text', zone, look)).join('\n'));
  }
  if (receipts.length === 0) await voice.note('Nothing has been restored with this tool on this machine.');
  return unreadable.length === 0 ? exitCodes.done : exitCodes.incomplete;
}
