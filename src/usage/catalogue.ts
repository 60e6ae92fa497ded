/** Which commands there are, in the order and the groups in which the first help page shows them. */
import type { Declaration } from './command.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Declaration>;
}

/** Only the declaration of the command that was typed is loaded: starts are counted in milliseconds. */
export const commandGroups: Readonly<Record<string, readonly Entry[]>> = {
  'Read the log:': [
    { name: 'list', summary: 'matching events, newest first', load: () => import('./list.js') },
    {
      name: 'show',
      summary: 'one event in full: who, when, before and after, its neighbours',
      load: () => import('./show.js'),
    },
    {
      name: 'export',
      summary: 'every matching event as CSV, NDJSON or JSON',
      load: () => import('./export.js'),
    },
    {
      name: 'deletions',
      summary: 'what was deleted and can still be brought back, soonest to expire first',
      load: () => import('./deletions.js'),
    },
  ],
  'Keep the log:': [
    {
      name: 'archive',
      summary: 'a copy that outlives the log, answers offline, and proves that nobody touched it',
      load: () => import('./archive.js'),
    },
  ],
  'Bring back:': [
    {
      name: 'restore',
      summary: 'bring back a deleted pipeline, opportunity or calendar',
      load: () => import('./restore.js'),
    },
  ],
  'Connect to an account:': [
    {
      name: 'login',
      summary: 'connect an account: proves the token, then keeps it',
      load: () => import('./login.js'),
    },
    { name: 'logout', summary: 'forget the token of a profile', load: () => import('./logout.js') },
    {
      name: 'status',
      summary: 'who am I, where, what may I do, how far back does the log reach',
      load: () => import('./status.js'),
    },
    {
      name: 'profile',
      summary: 'the accounts that are connected',
      load: () => import('./profile.js'),
    },
  ],
  'Find your way:': [
    {
      name: 'completion',
      summary: 'complete lines in bash, zsh or fish: commands, flags, users, types, recent ids',
      load: () => import('./completion.js'),
    },
    {
      name: 'doctor',
      summary: 'what works, what does not, what to type next',
      load: () => import('./doctor.js'),
    },
    {
      name: 'retention',
      summary: 'how long the log is kept, how far back it really reaches, and what is lost next',
      load: () => import('./retention.js'),
    },
    {
      name: 'values',
      summary: 'what the filters accept: users, types, modules, sources, objects; with counts',
      load: () => import('./values.js'),
    },
    {
      name: 'journal',
      summary: 'what this tool did to which account, when, for whom',
      load: () => import('./journal.js'),
    },
    {
      name: 'sandbox',
      summary: 'the embedded account: a small CRM with 60 days of history',
      load: () => import('./sandbox.js'),
    },
  ],
};
