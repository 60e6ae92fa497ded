/** The told case that holds what the product's help pages say is logged, each thing once: for looking up how it is shown. */

import type { Act } from '../simulation/act.js';
import type { Hand } from '../simulation/step.js';
import { verb, web } from './by-verb.js';
import { minutesBefore, type Story } from './story.js';

const maria = web('maria');

/** In the order of the help pages: user access, contacts, opportunities, calendars, settings, automation, payments, staff; then what they add. */
const things: readonly (readonly [act: Act, hand?: Hand])[] = [
  [verb('fail-login'), web('aisha')],
  [verb('log-in'), web('aisha')],
  [verb('change-password'), web('aisha')],
  [verb('log-out'), web('aisha')],
  [verb('add-contact', 'Ada Example')],
  [verb('edit-contact', 'newest', 'email', 'ada@mail.example')],
  [verb('set-field', 'newest', 'Insurance carrier', 'Aetna')],
  [verb('tag', 'newest', 'vip')],
  [verb('tag', 'newest', 'welcome'), { workflow: 'New lead: welcome and tag', isNamed: true }],
  [verb('untag', 'newest', 'vip')],
  [verb('add-note', 'newest', 'Prefers mornings.')],
  [verb('add-task', 'newest', 'Call Ada back')],
  [verb('finish-task', 'newest')],
  [verb('add-pipeline', 'Example pipeline', 'Lead,Won')],
  [verb('add-opportunity', 'newest', 'newest', '500')],
  [verb('move-opportunity', 'newest', 'Won')],
  [verb('set-value', 'newest', '750')],
  [verb('set-owner', 'newest', 'devon')],
  [verb('set-status', 'newest', 'won')],
  [verb('add-calendar', 'Example calendar')],
  [verb('book', 'newest', 'newest')],
  [verb('move-appointment', 'newest', '2')],
  [verb('cancel', 'newest')],
  [verb('change-setting', 'Business profile', 'website', 'https://new.lakeshore-dental.example')],
  [verb('add-phone-number', '+1 312-555-0188')],
  [verb('connect-integration', 'Example integration')],
  [verb('change-setting', 'Staff permissions', 'assignedDataOnly', 'true')],
  [verb('add-workflow', 'Example workflow')],
  [verb('edit-workflow', 'newest', '5')],
  [verb('enable-workflow', 'newest')],
  [verb('disable-workflow', 'newest')],
  [verb('add-invoice', 'newest', '240')],
  [verb('send-invoice', 'newest')],
  [verb('pay-part', 'newest', '100')],
  [verb('mark-overdue', 'newest')],
  [verb('pay-invoice', 'newest')],
  [verb('refund-invoice', 'newest')],
  [verb('add-user', 'Erin Example', 'erin@lakeshore-dental.example')],
  [verb('change-role', 'newest', 'admin')],
  [verb('deactivate-user', 'newest')],
  [verb('add-funnel', 'Example funnel', 'example.lakeshore-dental.example')],
  [verb('add-page', 'newest', 'Example page', '/example')],
  [verb('publish-page', 'newest')],
  [verb('add-object', 'example_insurers', 'Insurer', 'Insurers')],
  [verb('add-record', 'newest', 'Example insurer')],
  [verb('edit-record', 'newest', 'phase', 'signed')],
  [verb('associate', 'newest', 'newest')],
  [verb('dissociate', 'newest')],
  [verb('delete-record', 'newest')],
  [verb('export-log')],
  [verb('download-export')],
  [verb('delete-calendar', 'newest')],
  [verb('delete-pipeline', 'newest')],
  [verb('delete-contact', 'newest')],
  [verb('restore-contact', 'newest')],
];

/** A minute between one and the next, ended now. */
export const everythingOnce: Story = {
  name: 'everything-once',
  summary: 'each thing that the help pages say is logged, once, a minute apart',
  steps: (nowMs) =>
    things.map(([act, hand = maria], index) => ({
      atMs: minutesBefore(nowMs, things.length - 1 - index),
      hand,
      act,
    })),
};
