/** Which account, how and where: flag, then variable, then profile, then default; each value with where it comes from. Pure. */
import type { AuthStyle, Profile } from '../context.js';
import { AccessError, UsageError } from '../errors.js';
import { assertAuthStyle, assertProfileName, sandboxProfileName } from './profile.js';

/** HighLevel's API base, as HoopAI's developer pages give it. */
const defaultApiUrl = 'https://services.leadconnectorhq.com';

/** `AUDIT_MAX_WAIT` where nobody says otherwise: the patience of a person at a terminal. */
const defaultMaxWaitMs = 5 * 60_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The global flags that choose an account and a zone. */
export interface SettingFlags {
  readonly profile?: string;
  readonly sandbox?: boolean;
  readonly location?: string;
  readonly apiUrl?: string;
  readonly tz?: string;
}

export type Origin =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'default' };

export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

export interface Settings {
  /** As it was typed: the client checks it before it sends anything there. */
  readonly apiUrl: Setting<string>;
  readonly locationId: Setting<string> | undefined;
  readonly auth: Setting<AuthStyle>;
  /** As it was typed; undefined: ask the account, then the machine. */
  readonly timeZone: Setting<string> | undefined;
  /** Milliseconds that one command may spend waiting for the account. */
  readonly maxWaitMs: Setting<number>;
  readonly readOnly: boolean;
}

/**
 * The profile that was asked for by flag or variable; undefined: the one in use, if any is stored.
 *
 * @throws UsageError when `--sandbox` and `--profile` name two, or the name cannot be one.
 */
export function chooseProfile(flags: SettingFlags, environment: Environment): Setting<string> | undefined {
  if (flags.sandbox) {
    if (flags.profile !== undefined && flags.profile !== sandboxProfileName) {
      throw new UsageError('two-profiles', `--sandbox and --profile ${flags.profile} name two accounts.`, {
        hint: 'Leave one of them out.',
      });
    }
    return { value: sandboxProfileName, origin: { kind: 'flag', name: '--sandbox' } };
  }
  const chosen = first(fromFlag('--profile', flags.profile), fromVariable('AUDIT_PROFILE', environment));
  if (chosen !== undefined) assertProfileName(chosen.value);
  return chosen;
}

/** Whether the variables alone are enough, so that nothing on disk needs to be read (cli.md). */
export function areVariablesEnough(environment: Environment): boolean {
  return Boolean(environment['AUDIT_API_URL'] && environment['AUDIT_TOKEN'] && environment['AUDIT_LOCATION']);
}

/**
 * Everything but the token, which only its store can give.
 *
 * @throws UsageError for a header style or a wait that cannot be one.
 */
export function resolveSettings(
  flags: SettingFlags,
  environment: Environment,
  profile: Profile | undefined,
): Settings {
  const ofProfile = <T>(value: T | undefined): Setting<T> | undefined =>
    profile === undefined || value === undefined
      ? undefined
      : { value, origin: { kind: 'profile', name: profile.name } };
  const apiUrl = first(
    fromFlag('--api-url', flags.apiUrl),
    fromVariable('AUDIT_API_URL', environment),
    ofProfile(profile?.apiUrl),
  ) ?? { value: defaultApiUrl, origin: { kind: 'default' } };
  const auth = fromVariable('AUDIT_AUTH', environment);
  return {
    apiUrl,
    locationId: first(
      fromFlag('--location', flags.location),
      fromVariable('AUDIT_LOCATION', environment),
      ofProfile(profile?.locationId),
    ),
    auth: first(
      auth && { value: assertAuthStyle(auth.value, 'AUDIT_AUTH'), origin: auth.origin },
      ofProfile(profile?.auth),
    ) ?? {
      value: 'bearer',
      origin: { kind: 'default' },
    },
    timeZone: first(
      fromFlag('--tz', flags.tz),
      fromVariable('AUDIT_TZ', environment),
      ofProfile(profile?.timeZone),
    ),
    maxWaitMs: resolveMaxWait(environment),
    readOnly: profile?.readOnly ?? false,
  };
}

/**
 * A stored token goes to the host that it was stored for, and to no other. Both addresses must be ones.
 *
 * @throws AccessError when the settings lead elsewhere.
 */
export function assertTokenHost(profile: Profile, apiUrl: string): void {
  if (new URL(profile.apiUrl).origin === new URL(apiUrl).origin) return;
  throw new AccessError(
    'other-host',
    `The token of profile “${profile.name}” is for ${new URL(profile.apiUrl).host}; it is not sent to ${new URL(apiUrl).host}.`,
    {
      hint: `Log in there: audit login --profile … --api-url ${apiUrl}\nOr name that host's token in AUDIT_TOKEN.`,
    },
  );
}

/** Where a value comes from, as a person would look for it: `--tz`, `AUDIT_TZ`, `profile acme`, `default`. */
export function originInWords(origin: Origin): string {
  if (origin.kind === 'default') return 'default';
  return origin.kind === 'profile' ? `profile ${origin.name}` : origin.name;
}

function resolveMaxWait(environment: Environment): Setting<number> {
  const given = fromVariable('AUDIT_MAX_WAIT', environment);
  if (given === undefined) return { value: defaultMaxWaitMs, origin: { kind: 'default' } };
  const [, amount, unit = 's'] = /^(\d{1,6})(s|m|h)?$/.exec(given.value) ?? [];
  if (amount === undefined) {
    throw new UsageError('bad-max-wait', `AUDIT_MAX_WAIT is “${given.value}”, which is no length of time.`, {
      hint: 'Seconds, or with a unit: AUDIT_MAX_WAIT=90s, 5m, 1h',
    });
  }
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 1_000;
  return { value: Number(amount) * unitMs, origin: given.origin };
}

function fromFlag(name: string, value: string | undefined): Setting<string> | undefined {
  return value === undefined ? undefined : { value, origin: { kind: 'flag', name } };
}

/** An empty variable is one that is not set. */
function fromVariable(name: string, environment: Environment): Setting<string> | undefined {
  const value = environment[name];
  return value ? { value, origin: { kind: 'variable', name } } : undefined;
}

function first<T>(...candidates: readonly (Setting<T> | undefined)[]): Setting<T> | undefined {
  return candidates.find((candidate) => candidate !== undefined);
}
