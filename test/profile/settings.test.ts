import { expect, test } from 'vitest';
import type { Profile } from '../../src/context.js';
import {
  areVariablesEnough,
  assertTokenHost,
  chooseProfile,
  resolveSettings,
} from '../../src/profile/settings.js';

const profile: Profile = {
  name: 'acme',
  apiUrl: 'https://acme.example',
  locationId: 'LocationOfTheProfile',
  auth: 'token-id',
  timeZone: 'America/Chicago',
};

test('with nothing said anywhere, the defaults hold and say so', () => {
  expect(resolveSettings({}, {}, undefined)).toEqual({
    apiUrl: { value: 'https://services.leadconnectorhq.com', origin: { kind: 'default' } },
    locationId: undefined,
    auth: { value: 'bearer', origin: { kind: 'default' } },
    timeZone: undefined,
    maxWaitMs: { value: 300_000, origin: { kind: 'default' } },
    readOnly: false,
  });
});

test('a profile goes before the defaults', () => {
  const origin = { kind: 'profile', name: 'acme' };
  expect(resolveSettings({}, {}, { ...profile, readOnly: true })).toEqual({
    apiUrl: { value: 'https://acme.example', origin },
    locationId: { value: 'LocationOfTheProfile', origin },
    auth: { value: 'token-id', origin },
    timeZone: { value: 'America/Chicago', origin },
    maxWaitMs: { value: 300_000, origin: { kind: 'default' } },
    readOnly: true,
  });
});

test('a variable goes before the profile, and a flag before the variable', () => {
  const settings = resolveSettings(
    { location: 'LocationOfTheFlag', tz: 'UTC' },
    {
      AUDIT_API_URL: 'https://other.example/',
      AUDIT_LOCATION: 'LocationOfTheVariable',
      AUDIT_AUTH: 'bearer',
      AUDIT_TZ: 'Asia/Tokyo',
      AUDIT_MAX_WAIT: '90',
    },
    profile,
  );
  expect(settings).toEqual({
    apiUrl: { value: 'https://other.example/', origin: { kind: 'variable', name: 'AUDIT_API_URL' } },
    locationId: { value: 'LocationOfTheFlag', origin: { kind: 'flag', name: '--location' } },
    auth: { value: 'bearer', origin: { kind: 'variable', name: 'AUDIT_AUTH' } },
    timeZone: { value: 'UTC', origin: { kind: 'flag', name: '--tz' } },
    maxWaitMs: { value: 90_000, origin: { kind: 'variable', name: 'AUDIT_MAX_WAIT' } },
    readOnly: false,
  });
});

test('an empty variable is one that is not set', () => {
  expect(resolveSettings({}, { AUDIT_LOCATION: '', AUDIT_TZ: '' }, profile).locationId?.value).toBe(
    'LocationOfTheProfile',
  );
  expect(
    areVariablesEnough({ AUDIT_API_URL: 'https://a.example', AUDIT_TOKEN: '', AUDIT_LOCATION: 'L' }),
  ).toBe(false);
});

test.each([
  ['--profile sandbox', { profile: 'sandbox' }, { kind: 'flag', name: '--profile' }],
  ['--sandbox', { sandbox: true }, { kind: 'flag', name: '--sandbox' }],
  ['both', { sandbox: true, profile: 'sandbox' }, { kind: 'flag', name: '--sandbox' }],
])('the embedded account is chosen by %s', (_how, flags, origin) => {
  expect(chooseProfile(flags, { AUDIT_PROFILE: 'acme' })).toEqual({ value: 'sandbox', origin });
});

test('two accounts on one line are refused', () => {
  expect(() => chooseProfile({ sandbox: true, profile: 'acme' }, {})).toThrow(
    '--sandbox and --profile acme name two accounts.',
  );
});

test.each(['', '../acme', 'Acme', 'a b', '.hidden', 'x'.repeat(65)])(
  '“%s” cannot be a profile’s name',
  (name) => {
    expect(() => chooseProfile({ profile: name }, {})).toThrow(`“${name}” cannot be a profile's name.`);
  },
);

test('a stored token does not go to another host than the one it was stored for', () => {
  expect(() => assertTokenHost(profile, 'https://evil.example')).toThrow(
    'The token of profile “acme” is for acme.example; it is not sent to evil.example.',
  );
  expect(() => assertTokenHost(profile, 'https://acme.example/v2')).not.toThrow();
});

test.each(['soon', '-5', '5d', '1.5m'])('AUDIT_MAX_WAIT=%s is refused', (value) => {
  expect(() => resolveSettings({}, { AUDIT_MAX_WAIT: value }, undefined)).toThrow(
    `AUDIT_MAX_WAIT is “${value}”, which is no length of time.`,
  );
});

test.each([
  ['0', 0],
  ['90s', 90_000],
  ['5m', 300_000],
  ['2h', 7_200_000],
])('AUDIT_MAX_WAIT=%s is %d ms', (value, expected) => {
  expect(resolveSettings({}, { AUDIT_MAX_WAIT: value }, undefined).maxWaitMs.value).toBe(expected);
});

test('a header style that does not exist is refused', () => {
  expect(() => resolveSettings({}, { AUDIT_AUTH: 'basic' }, undefined)).toThrow(
    'AUDIT_AUTH is “basic”; it can be bearer or token-id.',
  );
});
