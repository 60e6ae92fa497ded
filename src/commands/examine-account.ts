/** What the doctor asks the account: does it answer, may its log be read, which names, with what rights, by what clock, and how a restore would go. */
import type { Account } from '../account/account.js';
import { isPrivateIntegrationToken, tokenExpiresAtMs } from '../account/token.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import { spanInWords } from '../output/span.js';
import { originInWords } from '../profile/settings.js';
import { type Finding, look } from './finding.js';
import { identify, proveLogAccess } from './identity.js';
import { meansOf } from './restore-scene.js';
import type { Session } from './session.js';
import { chooseZone } from './zone.js';

/** All that needs no reading of the log. */
type Examined = Omit<Session, 'log'>;

/** A clock that is off by more makes "today" another day near midnight, and signatures of proxies fail. */
const noticedSkewMs = 60_000;

/** One after the other, for each rests on the one before; what the account does not answer at all ends it. */
export async function examineAccount(session: Examined, context: Context): Promise<readonly Finding[]> {
  const { account, connection } = session;
  const token = examineToken(session, context);
  const log = await look('Log', async () => {
    await proveLogAccess(account, session.signal);
    return { state: 'works', text: `${new URL(connection.apiUrl).host} lets you read it` };
  });
  if (log.exitCode === exitCodes.unreachable) return [token, log];
  return [
    token,
    log,
    await look('Account', () => examineLocation(session, context)),
    examineClock(account, context),
    await look('Rights', () => examineRights(session)),
    await look('Names', () => examineNames(account)),
    await look('Capabilities', () => examineCapabilities(account)),
    await look('Restore', () => examineRestore(session)),
  ];
}

function examineToken({ connection, account }: Examined, { machineTimeZone }: Context): Finding {
  const { token, tokenOrigin, settings, isSandbox } = connection;
  const from = `from ${originInWords(tokenOrigin)}, sent as ${settings.auth.value}`;
  const expiresAtMs = tokenExpiresAtMs(token);
  const nowMs = account.nowMs();
  if (isPrivateIntegrationToken(token)) {
    return {
      what: 'Token',
      state: 'limited',
      text: `${from}: a private integration token, good for names and refused by the log`,
      next: 'The log wants the session token of an administrator: audit login',
    };
  }
  if (isSandbox || expiresAtMs === undefined) return { what: 'Token', state: 'works', text: from };
  const zone = machineTimeZone();
  const when = `${formatInstant(expiresAtMs, zone, 'minute')} ${zone}`;
  if (expiresAtMs > nowMs) {
    return {
      what: 'Token',
      state: 'works',
      text: `${from}, until ${when} (in ${spanInWords(expiresAtMs - nowMs)})`,
    };
  }
  return {
    what: 'Token',
    state: 'fails',
    text: `${from}, expired ${when}`,
    next: 'Get a new one: audit login (or set AUDIT_TOKEN)',
    exitCode: exitCodes.access,
  };
}

async function examineLocation(
  { account, connection }: Examined,
  { machineTimeZone }: Context,
): Promise<Omit<Finding, 'what'>> {
  const zone = await chooseZone(connection.settings.timeZone, account, machineTimeZone);
  const { name } = await account.location();
  return { state: 'works', text: `${name} (${account.locationId}), times in ${zone.name} (${zone.origin})` };
}

/** By what its answers' dates allow: less than a second cannot be told. */
function examineClock(account: Account, { clock }: Context): Finding {
  const skewMs = account.nowMs() - clock.nowMs();
  if (Math.abs(skewMs) < noticedSkewMs) {
    return { what: 'Clock', state: 'works', text: 'agrees with the account’s' };
  }
  return {
    what: 'Clock',
    state: 'limited',
    text: `this machine is ${spanInWords(Math.abs(skewMs))} ${skewMs > 0 ? 'behind' : 'ahead of'} the account; times go by the account’s clock`,
    next: 'Set this machine’s clock.',
  };
}

async function examineRights({ account, connection }: Examined): Promise<Omit<Finding, 'what'>> {
  const { user } = await identify(account, connection.token);
  if (user === undefined)
    return { state: 'works', text: 'the token does not say whose it is; viewing is proven' };
  const standing = [user.type, user.role].filter((word) => word !== undefined).join(' ');
  if (user.role === undefined || user.role === 'admin') {
    return { state: 'works', text: `${user.name}, ${standing || 'role not told'}` };
  }
  return {
    state: 'limited',
    text: `${user.name}, ${standing}: only administrators restore`,
    next: 'To restore, log in as an administrator: audit login',
  };
}

async function examineNames(account: Account): Promise<Omit<Finding, 'what'>> {
  const [users, pipelines, calendars, objects] = await Promise.all([
    account.users(),
    account.pipelines(),
    account.calendars(),
    account.objects(),
  ]);
  const counts = [
    countedText(users.length, 'user', 'users'),
    countedText(pipelines.length, 'pipeline', 'pipelines'),
    countedText(calendars.length, 'calendar', 'calendars'),
    countedText(objects.length, 'object', 'objects'),
  ];
  return { state: 'works', text: counts.join(', ') };
}

async function examineCapabilities(account: Account): Promise<Omit<Finding, 'what'>> {
  const { announced, filters, maxPageSize, retentionDays } = await account.capabilities();
  if (!announced) {
    return { state: 'works', text: 'the account announces none: filters run here, 60 days are assumed' };
  }
  const kept = retentionDays === undefined ? '' : `, ${countedText(retentionDays, 'day', 'days')} kept`;
  const pushed = filters.length === 0 ? 'filters run here' : `the account filters by ${filters.join(', ')}`;
  return { state: 'works', text: `${pushed}; pages of ${maxPageSize}${kept}` };
}

async function examineRestore(session: Examined): Promise<Omit<Finding, 'what'>> {
  const { settings, profile } = session.connection;
  if (settings.readOnly) {
    return {
      state: 'limited',
      text: 'never: the profile is read-only',
      next: `Lift that: audit login --profile ${profile?.name ?? '<name>'} --no-read-only`,
    };
  }
  const means = await meansOf(session);
  if (means === 'announced') return { state: 'works', text: 'by the account’s own route' };
  if (means === 'named')
    return { state: 'works', text: `by the profile’s route: ${profile?.restoreRoute ?? ''}` };
  return {
    state: 'limited',
    text: 'assisted: the account announces no route, so the steps on its screen are told, watched and verified',
    next: "If you know its route: audit login --restore-route 'POST /path/{eventId}'",
  };
}
