/** `audit sandbox`: the embedded account, kept up for scripts and other clients, looked at, or begun afresh. */
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { faultWords } from '../sandbox/faults/fault-spec.js';
import type { SandboxInfo } from '../sandbox/info.js';
import type { GlobalFlags } from './command.js';
import { resetEmbedded, serveEmbedded, withEmbedded } from './embedded-account.js';
import { alignColumns, widthOf } from './rows.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface ServeFlags {
  readonly port?: number;
  /** `true`: asked for without a list, to be shown which there are. */
  readonly faults?: string | true;
  /** A span such as `1h`; for as long as it is served unless given. */
  readonly tokenLife?: string;
}

/**
 * Serves it until the signal, or lists the faults where they are asked for without a list.
 *
 * @throws UsageError for a port that is taken, and a fault that is none
 */
export async function serveSandbox(
  { port = 0, faults, tokenLife }: ServeFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { dataFolder, clock, signal, stdout } = context;
  if (faults === true) {
    await stdout.write(alignColumns(faultWords, widthOf(stdout)));
    return exitCodes.done;
  }
  const served = await serveEmbedded(dataFolder, clock, port, withTokenLife(faults, tokenLife));
  try {
    await stdout.write(
      alignColumns([
        ['Address', served.apiUrl],
        ['Location', served.locationId],
        ['Token', served.token],
        ...(tokenLife === undefined ? [] : [['Good for', tokenLife]]),
      ]) +
        '\nFor another shell, or any other client of the account API:\n\n' +
        `export AUDIT_API_URL=${served.apiUrl}\n` +
        `export AUDIT_LOCATION=${served.locationId}\n` +
        `export AUDIT_TOKEN=${served.token}\n`,
    );
    await createVoice(context, globals).note('\nServing; Ctrl-C ends it.');
    await untilAborted(signal);
  } finally {
    await served.close();
  }
  return exitCodes.done;
}

/** What expires is a fault like any other: `--token-life` is the word for the usual one. */
function withTokenLife(faults: string | undefined, tokenLife: string | undefined): string | undefined {
  if (tokenLife === undefined) return faults;
  return [...(faults === undefined ? [] : [faults]), `expire=${tokenLife}`].join(',');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Tells what one of its locations holds, and which there are. @throws NotFoundError for a location that is none */
export async function showInfo(
  format: string,
  context: Context,
  { location }: GlobalFlags,
): Promise<ExitCode> {
  const info = await withEmbedded(context, (sandbox) => sandbox.info(location));
  await context.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ schema: 1, ...info })}\n`
      : infoText(info, widthOf(context.stdout)),
  );
  return exitCodes.done;
}

function infoText(info: SandboxInfo, width: number | undefined): string {
  const { timeZone } = info;
  const when = (ms: number | undefined) => (ms === undefined ? '—' : formatInstant(ms, timeZone, 'minute'));
  const rows = [
    ['Account', `${info.accountName} (${info.locationId})`],
    [
      'Events',
      `${countText(info.events)}, ${when(info.firstEventMs)} → ${when(info.lastEventMs)} ${timeZone}`,
    ],
    ['Kept for', `${countedText(info.retentionDays, 'day', 'days')} (plan ${info.plan})`],
    ['Modules', tallyText(info.byModule)],
    ['Types', tallyText(info.byType)],
    ['Records', tallyText(info.records)],
    ...info.users.map(({ name, email, role, deleted }, index) => [
      index === 0 ? 'Users' : '',
      `${name} <${email}>, ${role}${deleted ? ', deleted' : ''}`,
    ]),
    ...info.locations.map(({ id, name, timeZone: zone, events }, index) => [
      index === 0 ? 'Locations' : '',
      `${name} (${id}), ${countedText(events, 'event', 'events')}, ${zone}`,
    ]),
    ['Folder', `${info.folder} (${countText(Math.ceil(info.bytesOnDisk / 1024))} KiB)`],
    ['Tokens', info.tokensFile],
  ];
  return alignColumns(rows, width);
}

function tallyText(tally: Readonly<Record<string, number>>): string {
  return Object.entries(tally)
    .map(([name, count]) => `${name} ${countText(count)}`)
    .join(', ');
}

/** Begins it afresh. @throws UnreachableError where its folder cannot be used */
export async function resetSandbox(context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const sandbox = await resetEmbedded(context.dataFolder, context.clock);
  try {
    const { events, accountName } = sandbox.info();
    await createVoice(context, globals).note(
      `Begun afresh: ${accountName}, ${countedText(events, 'event', 'events')}.`,
    );
  } finally {
    sandbox.close();
  }
  return exitCodes.done;
}
