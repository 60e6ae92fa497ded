/** `audit doctor`: what works, what does not, and what to type next. */
import type { Context, Palette } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { wrap } from '../output/width.js';
import { archiveFinding } from './archive-finding.js';
import { archivedAccount, archiveFolder } from './archive-place.js';
import { accountZoneIn, archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { connect } from './connection.js';
import { examineAccount } from './examine-account.js';
import { examineMachine } from './examine-machine.js';
import { type Finding, failing } from './finding.js';
import { narrowWidth } from './page.js';
import { widthOf } from './rows.js';
import { openAccount } from './session.js';
import { createVoice } from './voice.js';

/** Who asks what is wrong does not want to wait until it is better. */
const patienceMs = 10_000;
/** Looks at everything; the exit code is that of the first thing that fails. */
export async function doctor(format: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const progress = createVoice(context, globals).progress('Looking…');
  const findings = await examine(context, globals).finally(() => progress.stop());
  const { stdout, terminal } = context;
  const text =
    format === 'json' ? asJson(findings) : asText(findings, widthOf(stdout), await terminal.palette(stdout));
  await stdout.write(text);
  return findings.find(({ state }) => state === 'fails')?.exitCode ?? exitCodes.done;
}

async function examine(context: Context, globals: GlobalFlags): Promise<readonly Finding[]> {
  const machine = await examineMachine(context);
  try {
    return [...machine, ...(await examineConnected(context, globals))];
  } catch (error) {
    return [...machine, failing('Connection', error)];
  }
}

async function examineConnected(context: Context, globals: GlobalFlags): Promise<readonly Finding[]> {
  const voice = createVoice(context, globals);
  const found = await connect(globals, context);
  globals.witness?.connected({ ...found, profileName: found.profile?.name });
  const { maxWaitMs } = found.settings;
  const value = Math.min(maxWaitMs.value, patienceMs);
  const connection = { ...found, settings: { ...found.settings, maxWaitMs: { ...maxWaitMs, value } } };
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  try {
    const account = openAccount(connection, { context, voice, signal });
    const findings = await examineAccount({ account, connection, voice, signal }, context);
    const folder = archiveFolder(archivedAccount(connection), globals, context);
    const timeZone = await archiveZone(() => accountZoneIn(folder), globals, context);
    const archive = await archiveFinding(folder, account.nowMs(), timeZone);
    return archive === undefined ? findings : [...findings, archive];
  } finally {
    ended.abort();
    await found.close();
  }
}

/** Marks that say the same without colour, and line up. */
const marks: Readonly<Record<Finding['state'], { readonly mark: string; readonly tone: keyof Palette }>> = {
  works: { mark: 'ok   ', tone: 'good' },
  limited: { mark: 'note ', tone: 'warning' },
  fails: { mark: 'FAILS', tone: 'bad' },
};

const labelWidth = 'Settings folder'.length;

/** Off a terminal a line a finding, tab separated; on it folded to the width, what to do next below. */
function asText(findings: readonly Finding[], width: number | undefined, palette: Palette): string {
  const lines = findings.flatMap(({ what, state, text, next = '' }) => {
    const { mark, tone } = marks[state];
    const advice = next.split('\n').map(harmless);
    if (width === undefined) return [[mark.trim(), what, harmless(text), advice.join(' ')].join('\t')];
    const isNarrow = width < narrowWidth;
    const indent = ' '.repeat(isNarrow ? 2 : mark.length + labelWidth + 4);
    const lines = wrap(harmless(text), width - indent.length);
    const below = advice
      .flatMap((line) => (line === '' ? [] : wrap(`→ ${line}`, width - indent.length)))
      .map((line) => indent + palette.faint(line));
    const told = lines.map((line) => indent + line);
    if (isNarrow) return [`${palette[tone](mark)} ${what}`, ...told, ...below];
    const [first = '', ...rest] = lines;
    return [
      `${palette[tone](mark)}  ${what.padEnd(labelWidth)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...below,
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Frozen keys; null where there is nothing to do. */
function asJson(findings: readonly Finding[]): string {
  const checks = findings.map(({ what, state, text, next }) => ({ what, state, text, next: next ?? null }));
  const ok = findings.every(({ state }) => state !== 'fails');
  return `${harmlessJson(JSON.stringify({ schema: 1, ok, checks }))}\n`;
}
