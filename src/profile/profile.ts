/** What a profile may hold: its name's form, and the check of one that was read from disk. */
import type { AuthStyle, Profile } from '../context.js';
import { UsageError } from '../errors.js';

/** The embedded account's profile: always there, never stored. */
export const sandboxProfileName = 'sandbox';

export const defaultProfileName = 'default';

/**
 * The name as a profile may bear it: it becomes a file's name, on systems that do not tell capitals apart too.
 *
 * @throws UsageError otherwise.
 */
export function assertProfileName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return name;
  throw new UsageError('bad-profile-name', `“${name}” cannot be a profile's name.`, {
    hint: 'Use lower-case letters, digits, dots, dashes and underscores: --profile acme-west',
  });
}

/**
 * @throws UsageError when the style is neither `bearer` nor `token-id`; `origin` says where it was read.
 */
export function assertAuthStyle(style: string, origin: string): AuthStyle {
  if (style === 'bearer' || style === 'token-id') return style;
  throw new UsageError('bad-auth', `${origin} is “${style}”; it can be bearer or token-id.`);
}

/**
 * A profile out of a settings file, which a person may have edited.
 *
 * @throws TypeError naming the field that is wrong.
 */
export function readProfile(name: string, value: unknown): Profile {
  if (typeof value !== 'object' || value === null) throw new TypeError(`profile “${name}” is not an object`);
  const fields = value as Record<string, unknown>;
  const text = (field: string): string | undefined => {
    const found = fields[field];
    if (found === undefined || typeof found === 'string') return found;
    throw new TypeError(`“${field}” of profile “${name}” is not a text`);
  };
  const needed = (field: string): string => {
    const found = text(field);
    if (found) return found;
    throw new TypeError(`profile “${name}” has no “${field}”`);
  };
  const optional = Object.fromEntries(
    (['timeZone', 'restoreRoute', 'tokenCommand', 'accountName', 'userName'] as const).flatMap((field) => {
      const found = text(field);
      return found === undefined ? [] : [[field, found]];
    }),
  );
  return {
    name,
    apiUrl: needed('apiUrl'),
    locationId: needed('locationId'),
    auth: fields['auth'] === 'token-id' ? 'token-id' : 'bearer',
    ...optional,
    ...(fields['readOnly'] === true ? { readOnly: true } : {}),
  };
}
