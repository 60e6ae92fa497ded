import { expect, test } from 'vitest';
import { confirmationOf, isConfirmed } from '../../src/restore/confirmation.js';
import { readHostileTexts } from '../support/hostile-texts.js';
import { examplePlan } from './example-plan.js';

test('the name is typed as it stands; spaces around and the way an accent is written do not matter', () => {
  const confirmation = confirmationOf(examplePlan({ recordName: 'Café  Zürich' }));
  expect(confirmation).toEqual({
    word: 'Café Zürich',
    question: 'To restore it, type the pipeline’s name:',
  });
  const typed = ['Café Zürich', ' Cafe\u0301 Zu\u0308rich ', 'café zürich', 'Café', '', 'yes'];
  expect(typed.map((text) => isConfirmed(confirmation, text))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  ['too long', 'x'.repeat(61)],
  ['with an escape', 'a\u001b[2J'],
  ['with a character that nobody sees', 'a\u200bb'],
  ['with a direction of its own', 'a\u202eb'],
  ['of half a pair', 'a\ud800'],
  ['of Hangul that is blank', '\u3164'],
  ['empty', '  '],
])('a name %s is confirmed by the beginning of the event’s id', (_what, recordName) => {
  expect(confirmationOf(examplePlan({ recordName }))).toEqual({
    word: '66f0c0ff',
    question: 'Its name is hard to type. To restore it, type the beginning of the event’s id, 66f0c0ff:',
  });
});

test('whatever a name holds, what must be typed can be typed and confirms', () => {
  for (const { id, text } of readHostileTexts()) {
    const confirmation = confirmationOf(examplePlan({ recordName: text }));
    expect([id, isConfirmed(confirmation, confirmation.word), /\p{C}/u.test(confirmation.word)]).toEqual([
      id,
      true,
      false,
    ]);
  }
});
