/** `audit sandbox`: the embedded account, kept up for scripts and other clients, looked at, or begun afresh. */
import type { Command } from 'commander';
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { faultWords } from '../sandbox/faults/fault-spec.js';
import type { SandboxInfo } from '../sandbox/info.js';
import { addCommand, addExamples, type GlobalFlags, type Run } from './command.js';
import { openEmbedded, resetEmbedded, serveEmbedded } from './embedded-account.js';
import { alignColumns } from './rows.js';
import { declareDo } from './sandbox-do.js';
import { declareSimulate } from './sandbox-simulate.js';
import { createVoice } from './voice.js';

/** Its commands, their flags and their help. */
export function declare(command: Command, run: Run): void {
  const serve = addCommand(command, 'serve', 'keep it up on a port of this machine, until Ctrl-C');
  serve
    .addOption(serve.createOption('--port <port>', 'a free one unless given').argParser(parsePort))
    .option(
      '--faults [list]',
      'on a bad day, e.g. errors=5%,limit=10/10s,cut=2%; without a list: which there are',
    )
    .action((flags: ServeFlags) => run((context, globals) => serveSandbox(flags, context, globals)));
  addExamples(serve, [
    ['audit sandbox serve', 'prints its address, a token, and what to export'],
    ['audit sandbox serve --port 4141 &', 'in the background, at a known address'],
    ['audit sandbox serve --faults errors=5%,latency=50ms-1s,strict', 'what a script must bear'],
  ]);

  const info = addCommand(command, 'info', 'what it holds: events, records, users, and where it is kept');
  info
    .addOption(
      info
        .createOption('--format <format>', 'text (usual) or json')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(({ format }: { format: string }) => run((context) => showInfo(format, context)));
  addExamples(info, [['audit sandbox info', 'how much there is, and since when']]);

  declareSimulate(command, run);
  declareDo(command, run);

  const reset = addCommand(command, 'reset', 'throw it away and live its 60 days anew, until now');
  reset.action(() => run(resetSandbox));
  addExamples(reset, [['audit sandbox reset', 'as if it were used for the first time']]);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new UsageError('bad-port', `--port is “${text}”, which is no port.`, {
    hint: 'Ports go from 1 to 65535.',
  });
}

interface ServeFlags {
  readonly port?: number;
  /** `true`: asked for without a list, to be shown which there are. */
  readonly faults?: string | true;
}

async function serveSandbox(
  { port = 0, faults }: ServeFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { dataFolder, clock, signal, stdout } = context;
  if (faults === true) {
    await stdout.write(alignColumns(faultWords));
    return exitCodes.done;
  }
  const served = await serveEmbedded(dataFolder, clock, port, faults);
  try {
    await stdout.write(
      alignColumns([
        ['Address', served.apiUrl],
        ['Location', served.locationId],
        ['Token', served.token],
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

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function showInfo(format: string, { dataFolder, clock, stdout }: Context): Promise<ExitCode> {
  const sandbox = await openEmbedded(dataFolder, clock);
  try {
    const info = sandbox.info();
    await stdout.write(format === 'json' ? `${JSON.stringify({ schema: 1, ...info })}\n` : infoText(info));
  } finally {
    sandbox.close();
  }
  return exitCodes.done;
}

function infoText(info: SandboxInfo): string {
  const { timeZone } = info;
  const when = (ms: number | undefined) => (ms === undefined ? '—' : formatInstant(ms, timeZone, 'minute'));
  return alignColumns([
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
    ['Folder', `${info.folder} (${countText(Math.ceil(info.bytesOnDisk / 1024))} KiB)`],
    ['Tokens', info.tokensFile],
  ]);
}

function tallyText(tally: Readonly<Record<string, number>>): string {
  return Object.entries(tally)
    .map(([name, count]) => `${name} ${countText(count)}`)
    .join(', ');
}

async function resetSandbox(context: Context, globals: GlobalFlags): Promise<ExitCode> {
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
