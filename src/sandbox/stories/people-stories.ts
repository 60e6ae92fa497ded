/** Told cases about people: who left, who acted under whose name, who tried to come in. */

import { emailDomain } from '../simulation/cast.js';
import { deleteAContact } from '../simulation/deletion-acts.js';
import { mistypePassword } from '../simulation/presence.js';
import type { Hand } from '../simulation/step.js';
import { verb, web } from './by-verb.js';
import { minutesBefore, type Story } from './story.js';

const robinsEmail = `robin.hale@${emailDomain}`;
const robin: Hand = { email: robinsEmail, source: 'WEB_USER' };

const departedAdmin: Story = {
  name: 'departed-admin',
  summary:
    'a new administrator takes a copy of the log, deletes 20 contacts, opens the doors, and is deactivated',
  steps: (nowMs) => [
    {
      atMs: minutesBefore(nowMs, 119),
      hand: web('maria'),
      act: verb('add-user', 'Robin Hale', robinsEmail, 'user'),
    },
    { atMs: minutesBefore(nowMs, 117), hand: web('maria'), act: verb('change-role', robinsEmail, 'admin') },
    { atMs: minutesBefore(nowMs, 90), hand: robin, act: verb('log-in') },
    { atMs: minutesBefore(nowMs, 84), hand: robin, act: verb('export-log', 'last 30 days') },
    { atMs: minutesBefore(nowMs, 83), hand: robin, act: verb('download-export') },
    {
      atMs: minutesBefore(nowMs, 80),
      hand: robin,
      act: verb('change-setting', 'Staff permissions', 'bulkRequestsEnabled', 'true'),
    },
    ...Array.from({ length: 20 }, (_, index) => ({
      atMs: minutesBefore(nowMs, 76) + index * 2700,
      hand: robin,
      act: deleteAContact,
    })),
    { atMs: minutesBefore(nowMs, 71), hand: robin, act: verb('disable-workflow', 'Appointment reminders') },
    { atMs: minutesBefore(nowMs, 70), hand: robin, act: verb('log-out') },
    { atMs: minutesBefore(nowMs, 41), hand: web('maria'), act: verb('deactivate-user', robinsEmail) },
    {
      atMs: minutesBefore(nowMs, 39),
      hand: web('maria'),
      act: verb('enable-workflow', 'Appointment reminders'),
    },
  ],
};

const loginAs: Story = {
  name: 'login-as',
  summary: 'the agency signs in as Devon at night: the log names Devon alone, as the service does',
  steps: (nowMs) => [
    { atMs: minutesBefore(nowMs, 28), hand: web('devon'), act: verb('log-in') },
    { atMs: minutesBefore(nowMs, 25), hand: web('devon'), act: verb('set-value', 'any', '4800') },
    { atMs: minutesBefore(nowMs, 24), hand: web('devon'), act: verb('set-owner', 'any', 'jordan.blake') },
    {
      atMs: minutesBefore(nowMs, 23),
      hand: web('devon'),
      act: verb('add-note', 'any', 'Agreed on the phone.'),
    },
    { atMs: minutesBefore(nowMs, 22), hand: web('devon'), act: verb('add-task', 'any', 'Send the contract') },
    { atMs: minutesBefore(nowMs, 21), hand: web('devon'), act: verb('log-out') },
  ],
};

const guessedPassword: Story = {
  name: 'guessed-password',
  summary: 'forty wrong passwords in three minutes, then one that is right',
  steps: (nowMs) => [
    ...Array.from({ length: 40 }, (_, index) => ({
      atMs: minutesBefore(nowMs, 15) + index * 4300,
      hand: web('aisha'),
      act: mistypePassword,
    })),
    { atMs: minutesBefore(nowMs, 11), hand: web('aisha'), act: verb('log-in') },
    { atMs: minutesBefore(nowMs, 10), hand: web('aisha'), act: verb('change-password') },
  ],
};

/** Who, rather than what. */
export const peopleStories: readonly Story[] = [departedAdmin, loginAs, guessedPassword];
