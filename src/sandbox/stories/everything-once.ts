/** The told case that holds what the product's help pages say is logged, each thing once: for looking up how it is shown. */

import type { Act } from '../simulation/act.js';
import type { Hand } from '../simulation/step.js';
import { verb, web } from './by-verb.js';
import { minutesBefore, type Story } from './story.js';

const maria = web('maria');

/** In the order of the help pages: user access, contacts, opportunities, calendars, settings, automation, payments, staff; then what they add. */
const things: readonly (readonly [act: Act, hand?: Hand])[] = [
  [verb('fail-login'), web('lena')],
  [verb('log-in'), web('lena')],
  [verb('change-password'), web('lena')],
  [verb('log-out'), web('lena')],
  [verb('add-contact', 'Ada Example')],
  [verb('edit-contact', 'Ada Example', 'email', 'ada@mail.example')],
  [verb('set-field', 'Ada Example', 'Insurance carrier', 'Aetna')],
  [verb('tag', 'Ada Example', 'vip')],
  [verb('tag', 'Ada Example', 'welcome'), { workflow: 'New lead: welcome and tag', isNamed: true }],
  [verb('untag', 'Ada Example', 'vip')],
  [verb('add-note', 'Ada Example', 'Prefers mornings.')],
  [verb('add-task', 'Ada Example', 'Call Ada back')],
  [verb('finish-task', 'Call Ada back')],
  [verb('add-pipeline', 'Example pipeline', 'Lead,Won')],
  [verb('add-opportunity', 'Example pipeline', 'Ada Example', '500')],
  [verb('move-opportunity', 'newest', 'Won')],
  [verb('set-value', 'newest', '750')],
  [verb('set-owner', 'newest', 'devon')],
  [verb('set-status', 'newest', 'won')],
  [verb('add-calendar', 'Example calendar')],
  [verb('book', 'Example calendar', 'Ada Example')],
  [verb('move-appointment', 'newest', '2')],
  [verb('cancel', 'newest')],
  [verb('change-setting', 'Business profile', 'website', 'https://new.lakeshore-dental.example')],
  [verb('add-phone-number', '+1 312-555-0188')],
  [verb('connect-integration', 'Example integration')],
  [verb('change-setting', 'Staff permissions', 'assignedDataOnly', 'true')],
  [verb('add-workflow', 'Example workflow')],
  [verb('edit-workflow', 'Example workflow', '5')],
  [verb('enable-workflow', 'Example workflow')],
  [verb('disable-workflow', 'Example workflow')],
  [verb('add-invoice', 'Ada Example', '240')],
  [verb('send-invoice', 'newest')],
  [verb('pay-part', 'newest', '100')],
  [verb('mark-overdue', 'newest')],
  [verb('pay-invoice', 'newest')],
  [verb('refund-invoice', 'newest')],
  [verb('add-user', 'Erin Example', 'erin@lakeshore-dental.example')],
  [verb('change-role', 'Erin Example', 'admin')],
  [verb('deactivate-user', 'Erin Example')],
  [verb('add-funnel', 'Example funnel', 'example.lakeshore-dental.example')],
  [verb('add-page', 'Example funnel', 'Example page', '/example')],
  [verb('publish-page', 'Example page')],
  [verb('add-object', 'example_insurers', 'Insurer', 'Insurers')],
  [verb('add-record', 'Insurers', 'Example insurer')],
  [verb('edit-record', 'Example insurer', 'phase', 'signed')],
  [verb('associate', 'Example insurer', 'Ada Example')],
  [verb('dissociate', 'Example insurer')],
  [verb('delete-record', 'Example insurer')],
  [verb('export-log')],
  [verb('download-export')],
  [verb('delete-calendar', 'Example calendar')],
  [verb('delete-pipeline', 'Example pipeline')],
  [verb('delete-contact', 'Ada Example')],
  [verb('restore-contact', 'newest')],
];

/** A minute between one and the next, ended now. For an account that has not been told it before: its names are its own. */
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
