/** `audit login`: asks for a token, proves it by one real read of the log, says what it is good for, and only then keeps it. */
import { readApiUrl } from '../account/api-url.js';
import type { AuthStyle, Context, Profile } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { defaultProfileName, sandboxProfileName } from '../profile/profile.js';
import { chooseProfile, resolveSettings } from '../profile/settings.js';
import type { GlobalFlags } from './command.js';
import { chooseLocation } from './login-location.js';
import { type LoginProof, proveLogin } from './login-proof.js';
import { forget } from './logout.js';
import { alignColumns, widthOf } from './rows.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface LoginFlags {
  readonly withToken?: true;
  readonly tokenCommand?: string;
  readonly auth?: AuthStyle;
  readonly readOnly?: boolean;
  readonly restoreRoute?: string;
}

/** Connects an account: asks, proves, keeps, and says where. @throws AccessError where the token proves nothing; UsageError */
export async function login(flags: LoginFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const { environment, profiles, stderr } = context;
  const voice = createVoice(context, globals);
  const name = await chooseName(globals, context);
  const earlier = await profiles.get(name);
  const settings = resolveSettings(globals, environment, earlier);
  const apiUrl = readApiUrl(settings.apiUrl.value);
  if (flags.restoreRoute !== undefined) assertRestoreRoute(flags.restoreRoute);
  const tokenCommand = flags.withToken ? undefined : (flags.tokenCommand ?? earlier?.tokenCommand);
  const token = await obtainToken(flags, tokenCommand, context);
  const account = { apiUrl, token, settings };
  const locationId = settings.locationId?.value ?? (await chooseLocation(account, context, voice));
  const attempt = { ...account, locationId, styles: stylesToTry(flags, environment) };
  const proof = await proveLogin(attempt, context, voice);
  globals.witness?.connected({ profileName: name, locationId, apiUrl, isSandbox: false, token });

  const place = await keepToken(name, token, tokenCommand, context);
  await profiles.save({
    ...profileOf(name, { apiUrl, locationId }, proof, flags, globals, earlier),
    ...(tokenCommand === undefined ? {} : { tokenCommand }),
  });
  await profiles.use(name);
  await voice.note(
    `\n${alignColumns(proof.rows, widthOf(stderr))}\nLogged in. ${place}\nProfile “${name}” is in use from now on.`,
  );
  for (const variable of ['AUDIT_TOKEN', 'AUDIT_PROFILE'] as const) {
    if (environment[variable]) await voice.warn(`${variable} is set in your shell and goes before it.`);
  }
  return exitCodes.done;
}

async function obtainToken(
  { withToken }: LoginFlags,
  tokenCommand: string | undefined,
  context: Context,
): Promise<string> {
  if (withToken) return readToken(context);
  return tokenCommand === undefined ? askToken(context) : context.tokenFromCommand(tokenCommand);
}

/** Says where it is from now on, as a sentence. A token that comes from a vault is nowhere else. */
async function keepToken(
  name: string,
  token: string,
  tokenCommand: string | undefined,
  context: Context,
): Promise<string> {
  if (tokenCommand !== undefined) {
    await forget(name, context);
    return 'No token is kept: its command is asked each time.';
  }
  const { place } = await context.tokens.set(name, token);
  return `Token kept in ${place}.`;
}

/** The one that was named; else the one in use, whose token may have expired; never one of another account by accident. */
async function chooseName(globals: GlobalFlags, { environment, profiles }: Context): Promise<string> {
  const named = chooseProfile(globals, environment)?.value;
  if (named === sandboxProfileName) {
    throw new UsageError('no-login-needed', 'The embedded account needs no login.', {
      hint: 'Just ask it: audit list --sandbox',
    });
  }
  if (named !== undefined) return named;
  const current = await profiles.currentName();
  const name = current === undefined || current === sandboxProfileName ? defaultProfileName : current;
  const locationId = globals.location ?? environment['AUDIT_LOCATION'];
  const earlier = await profiles.get(name);
  if (!locationId || earlier === undefined || earlier.locationId === locationId) return name;
  throw new UsageError(
    'name-needed',
    `Profile “${name}” is for location ${earlier.locationId}, not for ${locationId}.`,
    { hint: 'Give the new one a name: audit login --profile <name> …' },
  );
}

function assertRestoreRoute(route: string): void {
  if (/^(?:POST|PUT) \/\S*\{eventId\}\S*$/.test(route)) return;
  throw new UsageError('bad-restore-route', `--restore-route “${route}” is no route.`, {
    hint: "Method and path, with {eventId} where the event's id goes: --restore-route 'POST /audit/logs/{eventId}/restore'",
  });
}

async function askToken({ stdin, stderr, terminal }: Context): Promise<string> {
  if (!stdin.isTerminal || !stderr.isTerminal) {
    throw new UsageError('token-missing', 'There is no terminal at which a token could be typed.', {
      hint: 'Hand it over on standard input: audit login --with-token < token.txt',
    });
  }
  return assertToken(await terminal.prompts.secret('Token (it is not shown):'));
}

async function readToken({ stdin }: Context): Promise<string> {
  return assertToken(await stdin.readAll());
}

function assertToken(text: string): string {
  const token = text.trim();
  if (token !== '') return token;
  throw new UsageError('token-missing', 'The token is empty.', { hint: 'Run audit login again.' });
}

function stylesToTry({ auth }: LoginFlags, environment: Context['environment']): readonly AuthStyle[] {
  const asked = auth ?? environment['AUDIT_AUTH'];
  return asked === 'bearer' || asked === 'token-id' ? [asked] : ['bearer', 'token-id'];
}

/** What was said before stays, as long as nobody says otherwise. */
function profileOf(
  name: string,
  { apiUrl, locationId }: { readonly apiUrl: string; readonly locationId: string },
  { auth, identity }: LoginProof,
  flags: LoginFlags,
  globals: GlobalFlags,
  earlier: Profile | undefined,
): Profile {
  const timeZone = globals.tz ?? earlier?.timeZone;
  const restoreRoute = flags.restoreRoute ?? earlier?.restoreRoute;
  const isReadOnly = flags.readOnly ?? earlier?.readOnly ?? false;
  return {
    name,
    apiUrl,
    locationId,
    auth,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(restoreRoute === undefined ? {} : { restoreRoute }),
    ...(isReadOnly ? { readOnly: true } : {}),
    ...(identity.location === undefined ? {} : { accountName: identity.location.name }),
    ...(identity.user === undefined ? {} : { userName: identity.user.name }),
  };
}
