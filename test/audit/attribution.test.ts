import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorOf } from '../../src/audit/attribution.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { emptyNames, type NameBook } from '../../src/audit/names.js';
import { anyEvent } from './any-event.js';
import { exampleEvent } from './example-event.js';

const names: NameBook = {
  ...emptyNames,
  user: (id) => (id === 'user-1' ? { name: 'Maria Lopez', email: 'maria@acme.example' } : undefined),
};

const impersonation =
  'This is the user whose session acted. An administrator who used “login as user” appears as that user; the log does not tell.';
const noSource = 'The log does not say by what means this was done.';
const nobody = 'The log names nobody for this.';

const workflow = { source: 'WORKFLOW_NEW', sourceId: 'w-1' };

describe('the hand behind an event', () => {
  test.each<readonly [string, Partial<AuditEvent>, object]>([
    [
      'is a person by the account’s own name, and never certain',
      { sourceName: 'maria' },
      {
        kind: 'person',
        id: 'user-1',
        name: 'Maria Lopez',
        email: 'maria@acme.example',
        certain: false,
        note: impersonation,
      },
    ],
    [
      'keeps the name that the event has where the account no longer knows the user',
      { sourceId: 'user-9', sourceName: 'Old Hand', source: 'MOBILE_APP' },
      { kind: 'person', id: 'user-9', name: 'Old Hand', certain: false, note: impersonation },
    ],
    [
      'is called by its id where nobody knows a name',
      { sourceId: 'user-9', sourceName: undefined },
      { kind: 'person', id: 'user-9', name: 'User user-9', certain: false, note: impersonation },
    ],
    [
      'is an unknown user where the log names nobody',
      { sourceId: undefined, sourceName: undefined },
      { kind: 'person', name: 'Unknown user', certain: false, note: nobody },
    ],
    [
      'is not proven by a login that failed',
      { type: 'LOGIN_FAILED', sourceId: 'user-2', sourceName: 'Bob' },
      {
        kind: 'person',
        id: 'user-2',
        name: 'Bob',
        certain: false,
        note: 'Somebody tried to log in as this user; the log does not tell who.',
      },
    ],
    [
      'is a workflow',
      { ...workflow, sourceName: 'Welcome' },
      { kind: 'workflow', id: 'w-1', name: 'Welcome', certain: true },
    ],
    [
      'is a workflow without a name',
      { ...workflow, sourceName: undefined },
      { kind: 'workflow', id: 'w-1', name: 'Workflow w-1', certain: true },
    ],
    [
      'is an integration',
      { source: 'PUBLIC_API', sourceId: undefined, sourceName: undefined },
      { kind: 'integration', name: 'API', certain: false, note: nobody },
    ],
    [
      'is a form',
      { source: 'FORM', sourceId: undefined, sourceName: undefined },
      { kind: 'system', name: 'Form', certain: true },
    ],
    [
      'is unknown, and says so',
      { source: 'UNKNOWN_SOURCE', sourceId: undefined, sourceName: undefined },
      { kind: 'unknown', name: 'Unknown', certain: false, note: noSource },
    ],
    [
      'is unknown through a source that nobody has seen',
      { source: 'FAX', sourceId: 'f-1', sourceName: undefined },
      { kind: 'unknown', id: 'f-1', name: 'Unknown f-1', certain: false, note: noSource },
    ],
    [
      'is the user whose id the event bears, though the source says nothing',
      { source: 'UNKNOWN_SOURCE' },
      {
        kind: 'person',
        id: 'user-1',
        name: 'Maria Lopez',
        email: 'maria@acme.example',
        certain: false,
        note: `${noSource} ${impersonation}`,
      },
    ],
  ])('%s', (_, event, actor) => {
    expect(actorOf(exampleEvent(event), names)).toEqual(actor);
  });

  test('has always a name, keeps the id, and is certain only where nothing speaks against it', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const actor = actorOf(event, names);
        expect(actor.name).not.toBe('');
        expect(actor.id).toBe(event.sourceId);
        expect(actor.certain).toBe(actor.note === undefined);
        if (actor.kind === 'person' || actor.kind === 'unknown') expect(actor.certain).toBe(false);
      }),
    );
  });
});
