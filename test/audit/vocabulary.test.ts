import { describe, expect, test } from 'vitest';
import {
  knownWireValues,
  labelOfModule,
  labelOfSource,
  labelOfType,
  resolveVocabulary,
  type VocabularyKind,
} from '../../src/audit/vocabulary.js';

const custom = ['CUSTOM_OBJECT', 'CUSTOM_OBJECT_RECORD', 'ASSOCIATION', 'CUSTOM_OBJECT_ASSOCIATION'];
const settings = ['SETTINGS', 'BUSINESS_PROFILE', 'PHONE_NUMBER', 'INTEGRATION', 'PERMISSION'];

const spellings: readonly (readonly [VocabularyKind, string, readonly string[]])[] = [
  ...['deleted', 'Deleted', 'DELETED', 'delete', ' deleted '].map(
    (word) => ['type', word, ['DELETED']] as const,
  ),
  ...['tag-added', 'TAG_ADDED', 'Tag added', 'tags added', 'tagAdded', 'ＴＡＧ added'].map(
    (word) => ['type', word, ['TAG_ADDED']] as const,
  ),
  ['type', 'edited', ['UPDATED']],
  ['type', 'failed login', ['LOGIN_FAILED']],
  ['type', 'canceled', ['CANCELLED']],
  ['type', 'tags', ['TAG_ADDED', 'TAG_REMOVED']],
  ['type', 'raw:deleted', ['deleted']],
  ['type', 'RAW: Some Value ', ['Some Value']],
  ...['contacts', 'contact', 'CONTACT'].map((word) => ['module', word, ['CONTACT']] as const),
  ['module', 'opportunities', ['OPPORTUNITY']],
  ['module', 'staff', ['USER']],
  ...['calendars', 'Calendar', 'CALENDAR'].map(
    (word) => ['module', word, ['CALENDAR', 'CALENDAR_EVENT', 'APPOINTMENT']] as const,
  ),
  ['module', 'raw:CALENDAR', ['CALENDAR']],
  ['module', 'appointments', ['APPOINTMENT']],
  ['module', 'payments', ['PAYMENT', 'INVOICE']],
  ['module', 'invoices', ['INVOICE']],
  ['module', 'settings', settings],
  ['module', 'automation', ['WORKFLOW']],
  ['module', 'communications', ['CONVERSATION', 'MESSAGE']],
  ['module', 'custom objects', custom],
  ['module', 'funnels', ['FUNNEL', 'FUNNEL_PAGE', 'PAGE']],
  ['module', 'audit logs', ['AUDIT_LOG', 'AUDIT_LOGS']],
  ['source', 'web', ['WEB_USER']],
  ['source', 'mobile', ['MOBILE_APP']],
  ['source', 'workflow', ['WORKFLOW_NEW', 'WORKFLOW']],
  ['source', 'api', ['PUBLIC_API']],
  ['source', 'unknown', ['UNKNOWN_SOURCE']],
];

describe('a word of the vocabulary', () => {
  test.each(spellings)('%s %s means %j', (kind, word, wires) => {
    expect(new Set(resolveVocabulary(kind, [word], []))).toEqual(new Set(wires));
  });

  test('may be one that only this account has shown, in any spelling', () => {
    expect(resolveVocabulary('module', ['some widgets'], ['SOME_WIDGET', 'someWidget'])).toEqual([
      'SOME_WIDGET',
      'someWidget',
    ]);
  });

  test('is refused when neither the product nor the account knows it, with the nearest', () => {
    expect(() => resolveVocabulary('type', ['delted'], [])).toThrow(
      expect.objectContaining({
        code: 'unknown-event-type',
        exitCode: 2,
        message: 'No event type is called "delted".',
        hint: 'Did you mean deleted, edited, delete?\n"audit values types" lists what is known; raw:SOME_VALUE passes a wire value through as it is.',
      }),
    );
    expect(() => resolveVocabulary('module', ['zzzzz'], [])).toThrow(
      expect.objectContaining({
        code: 'unknown-module',
        hint: '"audit values modules" lists what is known; raw:SOME_VALUE passes a wire value through as it is.',
      }),
    );
    expect(() => resolveVocabulary('source', ['--'], [])).toThrow(
      expect.objectContaining({ code: 'unknown-source' }),
    );
    expect(() => resolveVocabulary('type', ['raw:'], [])).toThrow(
      expect.objectContaining({ code: 'unknown-event-type' }),
    );
  });

  test('is given once, however often it is asked for', () => {
    expect(resolveVocabulary('type', ['deleted', 'tags', 'tag-removed', 'DELETED'], [])).toEqual([
      'DELETED',
      'TAG_ADDED',
      'TAG_REMOVED',
    ]);
  });

  test('every known wire value is understood as it is and by its label', () => {
    const labels = { type: labelOfType, module: labelOfModule, source: labelOfSource };
    for (const kind of ['type', 'module', 'source'] as const) {
      for (const wire of knownWireValues(kind)) {
        expect(resolveVocabulary(kind, [wire], [])).toContain(wire);
        expect(resolveVocabulary(kind, [labels[kind](wire)], [])).toContain(wire);
      }
    }
  });
});

test.each([
  [labelOfType, 'TAG_ADDED', 'Tag added'],
  [labelOfModule, 'CONTACT', 'Contacts'],
  [labelOfSource, 'WORKFLOW_NEW', 'Workflow'],
  [labelOfType, 'SOME_NEW_THING', 'Some new thing'],
  [labelOfType, 'someNewThing', 'Some new thing'],
  [labelOfModule, 'SMS_CAMPAIGN', 'SMS campaign'],
  [labelOfModule, 'IIIİ', 'Iiii̇'],
  [labelOfModule, 'constructor', 'Constructor'],
  [labelOfSource, '***', '***'],
  [labelOfSource, '', 'Unknown'],
])('%o reads %s as %s', (label, wire, expected) => {
  expect(label(wire)).toBe(expected);
});
