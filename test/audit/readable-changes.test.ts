import { expect, test } from 'vitest';
import { emptyNames, type NameBook } from '../../src/audit/names.js';
import { readableChanges } from '../../src/audit/readable-changes.js';
import { exampleEvent } from './example-event.js';

const names: NameBook = {
  ...emptyNames,
  user: (id) => (id === 'user-1' ? { name: 'Maria Lopez' } : undefined),
  stage: (id) => (id === 's-1' ? 'Proposal (renamed since)' : undefined),
  calendar: (id) => (id === 'c-1' ? 'Visits' : undefined),
};

test('an id and its name are one change, by the name of that day', () => {
  const event = exampleEvent({
    changedFields: ['pipelineStageId', 'pipelineStageName'],
    before: { pipelineStageId: 's-1', pipelineStageName: 'Proposal' },
    after: { pipelineStageId: 's-2', pipelineStageName: 'Won' },
  });
  expect(readableChanges(event, names)).toEqual([
    { field: 'pipelineStageId', label: 'Stage', before: 'Proposal', after: 'Won' },
  ]);
});

test('ids become names where the account knows them, and stay where it does not', () => {
  const event = exampleEvent({
    changedFields: ['assignedTo', 'calendarId', 'phone'],
    before: { assignedTo: 'user-1', calendarId: 'c-1', phone: 's-1' },
    after: { assignedTo: 'user-9', calendarId: null, phone: '2' },
  });
  expect(readableChanges(event, names)).toEqual([
    { field: 'assignedTo', label: 'Owner', before: 'Maria Lopez', after: 'user-9' },
    { field: 'calendarId', label: 'Calendar', before: 'Visits', after: null },
    { field: 'phone', label: 'Phone', before: 's-1', after: '2' },
  ]);
});

test('a name that changed without its id is a change of its own', () => {
  const event = exampleEvent({ before: { pipelineStageName: 'a' }, after: { pipelineStageName: 'b' } });
  expect(readableChanges(event, names)).toEqual([
    { field: 'pipelineStageName', label: 'Stage', before: 'a', after: 'b' },
  ]);
});
