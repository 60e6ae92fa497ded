import { expect, test } from 'vitest';
import { eventFields, fieldNames, parseFields } from '../../src/output/fields.js';
import { sampleEvent, sampleView } from './sample.js';

test('the fields are the words that scripts were promised', () => {
  expect(fieldNames.join(' ')).toBe(
    'timestamp user eventType description record module id userId userEmail actor source recordId recordType changedFields changes before after raw',
  );
});

test('fields are known however they are spelled, each once, in the order asked for', () => {
  expect(parseFields('id, event-type,Event Type,USEREMAIL,event id,Raw event')).toEqual([
    'id',
    'eventType',
    'userEmail',
    'raw',
  ]);
});

test('an unknown field is answered with the nearest, no field with all of them', () => {
  expect(() => parseFields('id,descripton')).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: 'There is no field "descripton".',
      hint: 'Did you mean description?',
    }),
  );
  expect(() => parseFields(' , ')).toThrow(
    expect.objectContaining({ exitCode: 2, hint: `There are: ${fieldNames.join(', ')}` }),
  );
});

test('a record without a name goes by its id, and what an event has not is absent', () => {
  const event = sampleEvent({ id: 'CONTACT1', type: 'SOMETHING_NEW' });
  const values = Object.fromEntries(
    fieldNames.map((name) => [name, eventFields[name].value(event, sampleView)]),
  );
  expect(values).toMatchObject({
    record: 'CONTACT1',
    recordId: 'CONTACT1',
    recordType: 'CONTACT',
    eventType: 'Something new',
    userId: undefined,
    userEmail: undefined,
    before: undefined,
    changes: '[]',
  });
});
