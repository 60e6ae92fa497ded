/** Which account a command talks to and with what token; apart from the session, because `status` and `login` need to know it without a request. */
import { readApiUrl } from '../account/api-url.js';
import type { Context, Profile } from '../context.js';
import { AccessError, NotFoundError } from '../errors.js';
import { sandboxProfileName } from '../profile/profile.js';
import {
  areVariablesEnough,
  assertTokenHost,
  chooseProfile,
  type Origin,
  resolveSettings,
  type Setting,
  type SettingFlags,
  type Settings,
} from '../profile/settings.js';

export interface Connection {
  readonly settings: Settings;
  readonly apiUrl: string;
  readonly locationId: string;
  readonly token: string;
  readonly tokenOrigin: Origin;
  /** Undefined where variables alone are enough. */
  readonly profile: Profile | undefined;
  readonly isSandbox: boolean;
  /** Ends what was started for it: the embedded account, where it is that one. */
  close(): Promise<void>;
}

/**
 * The profile that the flags, the variables or the last `audit profile use` name; undefined where there is none and none is needed.
 *
 * @throws NotFoundError when one is named that is not there.
 */
export async function findProfile(
  flags: SettingFlags,
  context: Context,
): Promise<{ readonly name: Setting<string>; readonly profile: Profile | undefined } | undefined> {
  const { environment, profiles } = context;
  const chosen = chooseProfile(flags, environment) ?? (await currentProfile(context));
  if (chosen === undefined) return undefined;
  if (chosen.value === sandboxProfileName) return { name: chosen, profile: undefined };
  const profile = await profiles.get(chosen.value);
  if (profile === undefined) throw await unknownProfile(chosen.value, context);
  return { name: chosen, profile };
}

async function currentProfile({ environment, profiles }: Context): Promise<Setting<string> | undefined> {
  if (areVariablesEnough(environment)) return undefined;
  const name = await profiles.currentName();
  return name === undefined ? undefined : { value: name, origin: { kind: 'default' } };
}

/**
 * Everything that a request needs.
 *
 * @throws AccessError when there is no token or no account to ask; NotFoundError for an unknown profile; UsageError for an
 *   address that no token may be sent to.
 */
export async function connect(flags: SettingFlags, context: Context): Promise<Connection> {
  const found = await findProfile(flags, context);
  if (found?.name.value === sandboxProfileName) return connectSandbox(flags, context);
  const profile = found?.profile;
  const settings = resolveSettings(flags, context.environment, profile);
  const apiUrl = readApiUrl(settings.apiUrl.value);
  const token = await findToken(profile, apiUrl, context);
  if (settings.locationId === undefined) {
    throw new AccessError('no-location', 'Nobody has said which account (location) to read.', {
      hint: 'Name it with --location or AUDIT_LOCATION, or log in: audit login',
    });
  }
  return {
    settings,
    apiUrl,
    locationId: settings.locationId.value,
    token: token.value,
    tokenOrigin: token.origin,
    profile,
    isSandbox: false,
    close: async () => {},
  };
}

/** The embedded account brings address, account and token of its own: variables that are meant for another one do not reach it. */
async function connectSandbox(flags: SettingFlags, context: Context): Promise<Connection> {
  const { AUDIT_TZ, AUDIT_MAX_WAIT } = context.environment;
  const sandbox = await context.startSandbox();
  const profile: Profile = {
    name: sandboxProfileName,
    apiUrl: sandbox.apiUrl,
    locationId: sandbox.locationId,
    auth: 'bearer',
  };
  const settings = resolveSettings(
    { ...(flags.location && { location: flags.location }), ...(flags.tz && { tz: flags.tz }) },
    { AUDIT_TZ, AUDIT_MAX_WAIT },
    profile,
  );
  const locationId = settings.locationId?.value ?? sandbox.locationId;
  return {
    settings,
    apiUrl: sandbox.apiUrl,
    locationId,
    token: sandbox.tokenFor?.(locationId) ?? sandbox.token,
    tokenOrigin: { kind: 'profile', name: sandboxProfileName },
    profile,
    isSandbox: true,
    close: () => sandbox.close(),
  };
}

async function findToken(
  profile: Profile | undefined,
  apiUrl: string,
  { environment, tokens, tokenFromCommand }: Context,
): Promise<Setting<string>> {
  const variable = environment['AUDIT_TOKEN']?.trim();
  if (variable) return { value: variable, origin: { kind: 'variable', name: 'AUDIT_TOKEN' } };
  if (profile === undefined) {
    throw new AccessError('not-logged-in', 'You are not logged in.', {
      hint: 'Connect your account: audit login\nOr look around in the embedded one: add --sandbox to the command.',
    });
  }
  assertTokenHost(profile, apiUrl);
  const { tokenCommand } = profile;
  const token =
    tokenCommand === undefined ? await tokens.get(profile.name) : await tokenFromCommand(tokenCommand);
  if (token === undefined) {
    throw new AccessError('no-token', `Profile “${profile.name}” has no token any more.`, {
      hint: `Log in again: audit login --profile ${profile.name}`,
    });
  }
  return { value: token, origin: { kind: 'profile', name: profile.name } };
}

/** Names the profiles that there are. */
export async function unknownProfile(name: string, { profiles }: Context): Promise<NotFoundError> {
  const names = [...(await profiles.list()).map((profile) => profile.name), sandboxProfileName];
  return new NotFoundError('unknown-profile', `There is no profile “${name}”.`, {
    hint: `There is: ${names.join(', ')}\nOr connect it: audit login --profile ${name}`,
  });
}
