/** What each person of the staff does on a working day, and how often. */

import type { Act } from './act.js';
import type { PersonKey } from './cast.js';
import {
  editAContact,
  fillACustomField,
  finishATask,
  newContact,
  planATask,
  reviseANote,
  tagAContact,
  untagAContact,
  writeANote,
} from './contact-acts.js';
import {
  refundAnInvoice,
  sendAnInvoice,
  settleAnInvoice,
  tuneAWorkflow,
  workOnACustomObject,
  workOnAFunnel,
  writeAnInvoice,
} from './office-acts.js';
import {
  decideAnOpportunity,
  moveAnOpportunity,
  openAnOpportunity,
  revalueAnOpportunity,
} from './sales-acts.js';
import { bookAVisit, cancelAVisit, moveAVisit, noteAttendance } from './visit-acts.js';

/** How often a person does a thing on a working day, on average. */
type Habits = readonly (readonly [act: Act, perDay: number])[];

const sales: Habits = [
  [moveAnOpportunity, 3],
  [revalueAnOpportunity, 1],
  [decideAnOpportunity, 0.4],
  [openAnOpportunity, 0.8],
  [writeANote, 1.4],
  [editAContact, 0.8],
  [planATask, 0.8],
  [finishATask, 0.6],
];

const frontDesk: Habits = [
  [bookAVisit, 1.6],
  [moveAVisit, 0.6],
  [cancelAVisit, 0.3],
  [noteAttendance, 1.4],
  [newContact, 0.4],
  [editAContact, 1.2],
  [fillACustomField, 1.2],
  [writeANote, 0.6],
  [reviseANote, 0.3],
];

/** By person. */
export const habits: Readonly<Record<PersonKey, Habits>> = {
  maria: [
    [writeAnInvoice, 1.6],
    [sendAnInvoice, 1.4],
    [settleAnInvoice, 0.7],
    [refundAnInvoice, 0.08],
    [workOnACustomObject, 0.8],
    [editAContact, 1],
    [decideAnOpportunity, 0.3],
  ],
  devon: sales,
  'jordan.blake': sales,
  'jordan.reyes': frontDesk,
  lena: frontDesk,
  aisha: [
    [tagAContact, 3],
    [untagAContact, 1],
    [workOnAFunnel, 0.6],
    [tuneAWorkflow, 0.3],
    [editAContact, 0.8],
  ],
  tom: [
    [tuneAWorkflow, 0.3],
    [fillACustomField, 1.5],
    [editAContact, 1.5],
    [writeANote, 0.8],
  ],
  sam: [[tuneAWorkflow, 0.3]],
};
