/** `audit status`: which account, as whom, with what rights, how far back the log reaches, and where each setting comes from. */
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { spanInWords } from '../output/span.js';
import { originInWords, type Setting } from '../profile/settings.js';
import { archiveFinding } from './archive-finding.js';
import { archivedAccount, archiveFolder } from './archive-place.js';
import type { GlobalFlags } from './command.js';
import type { Connection } from './connection.js';
import type { Finding } from './finding.js';
import { type Identity, identify, identityRows, proveLogAccess } from './identity.js';
import { rowsText } from './rows.js';
import { type Session, withSession } from './session.js';
import { type ChosenZone, chooseZone } from './zone.js';

/** Label, value, and where it comes from; empty where there is nothing to say. */
type Row = readonly [label: string, value: string, origin: string];

/**
 * Asks the account who and where this is, and says it.
 *
 * @throws AccessError, UnreachableError, after what is known without the account was said
 */
export async function status(format: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  return withSession(globals, context, async (session) => {
    const known = settingRows(session, await keptWhere(session.connection, context));
    const progress = session.voice.progress('Asking the account…');
    try {
      const zone = await chooseZone(
        session.connection.settings.timeZone,
        session.account,
        context.machineTimeZone,
      );
      await proveLogAccess(session.account, session.signal);
      const identity = await identify(session.account, session.connection.token);
      progress.stop();
      const folder = archiveFolder(archivedAccount(session.connection), globals, context);
      const archive = await archiveFinding(folder, session.account.nowMs(), zone.name);
      await context.stdout.write(
        format === 'json'
          ? asJson(session, identity, zone, archive)
          : asText(
              [...accountRows(session, identity, zone), ...archiveRows(archive), ...known],
              context.stdout,
            ),
      );
    } catch (error) {
      progress.stop();
      // What is known without the account helps to find out why it does not answer.
      if (format !== 'json') await context.stdout.write(asText(known, context.stdout));
      throw error;
    }
    return exitCodes.done;
  });
}

function accountRows({ account, connection }: Session, identity: Identity, zone: ChosenZone): readonly Row[] {
  const place = {
    locationId: connection.locationId,
    isSandbox: connection.isSandbox,
    nowMs: account.nowMs(),
    timeZone: zone.name,
  };
  return [
    ...identityRows(identity, place).map(([label, value]) => [label, value, ''] as const),
    ['Zone', zone.name, zone.origin],
  ];
}

function archiveRows(archive: Finding | undefined): readonly Row[] {
  if (archive === undefined) return [];
  const { what, text, next } = archive;
  return [[what, next === undefined ? text : `${text}. ${next}`, '']];
}

/** Undefined where it is kept nowhere: a variable, or the embedded account's own. */
async function keptWhere(
  { profile, tokenOrigin, isSandbox }: Connection,
  { tokens }: Context,
): Promise<string | undefined> {
  if (profile === undefined || isSandbox || tokenOrigin.kind !== 'profile') return undefined;
  return profile.tokenCommand === undefined ? tokens.place(profile.name) : 'its token command';
}

function settingRows({ connection }: Session, place: string | undefined): readonly Row[] {
  const { settings, profile, isSandbox, apiUrl, locationId, tokenOrigin } = connection;
  const restore: readonly Row[] = settings.readOnly
    ? [['Restore', 'never: the profile is read-only', '']]
    : [];
  return [
    ['Profile', profile?.name ?? 'none: the variables are enough', isSandbox ? 'the embedded account' : ''],
    ['API', apiUrl, origin(settings.apiUrl)],
    ['Location', locationId, origin(settings.locationId)],
    [
      'Token',
      `sent as ${settings.auth.value}${place === undefined ? '' : `, from ${place}`}`,
      originInWords(tokenOrigin),
    ],
    ['Patience', `waits ${spanInWords(settings.maxWaitMs.value)} at most`, origin(settings.maxWaitMs)],
    ...restore,
  ];
}

function asText(rows: readonly Row[], stdout: OutputStream): string {
  const lines = rows.map((row) => row.map(harmless));
  if (!stdout.isTerminal) return rowsText(lines, stdout);
  return rowsText(
    lines.map(([label = '', value = '', origin]) => [label, origin ? `${value} (${origin})` : value]),
    stdout,
  );
}

/** Frozen keys; what is unknown is null. */
function asJson(
  { connection, account }: Session,
  identity: Identity,
  zone: ChosenZone,
  archive: Finding | undefined,
): string {
  const { settings, profile, apiUrl, locationId, tokenOrigin, isSandbox } = connection;
  const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const value = {
    schema: 1,
    profile: profile?.name ?? null,
    sandbox: isSandbox,
    account: { id: locationId, name: identity.location?.name ?? null, origin: origin(settings.locationId) },
    apiUrl: { value: apiUrl, origin: origin(settings.apiUrl) },
    auth: { value: settings.auth.value, origin: origin(settings.auth) },
    token: { origin: originInWords(tokenOrigin), expires: iso(identity.expiresAtMs) },
    timeZone: { value: zone.name, origin: zone.origin },
    user: identity.user ?? null,
    capabilities: identity.capabilities,
    log: { floor: iso(identity.floor.ms), origin: identity.floor.origin, now: iso(account.nowMs()) },
    readOnly: settings.readOnly,
    ...(archive && { archive: { state: archive.state, text: archive.text, next: archive.next ?? null } }),
  };
  return `${harmlessJson(JSON.stringify(value))}\n`;
}

function origin(setting: Setting<unknown> | undefined): string {
  return setting === undefined ? 'default' : originInWords(setting.origin);
}
