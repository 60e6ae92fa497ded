/** What is done to invoices, workflows, funnels and custom objects on an ordinary day. */

import { addObjectRecord, associate, editObjectRecord } from '../services/custom-objects.js';
import { addPage, publishPage } from '../services/funnels.js';
import { createInvoice, markOverdue, payInvoice, refundInvoice, sendInvoice } from '../services/invoices.js';
import { editWorkflow } from '../services/workflows.js';
import { type Act, findAny } from './act.js';

/** A draft for any contact, numbered on. */
export const writeAnInvoice: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact === undefined) return;
  const number = String(change.records.count('invoice') + 1).padStart(6, '0');
  createInvoice(change, contact.id, `INV-${number}`, change.random.between(6, 240) * 10);
};

/** A draft goes out. */
export const sendAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'draft');
  if (invoice !== undefined) sendInvoice(change, invoice);
};

/** A sent invoice is paid, or falls overdue. */
export const settleAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'sent');
  if (invoice === undefined) return;
  if (change.random.chance(0.88)) payInvoice(change, invoice);
  else markOverdue(change, invoice);
};

/** A paid invoice is paid back. */
export const refundAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'paid');
  if (invoice !== undefined) refundInvoice(change, invoice);
};

/** A workflow gets more or fewer steps. */
export const tuneAWorkflow: Act = (change) => {
  const workflow = change.records.any('workflow', change.random);
  if (workflow !== undefined) editWorkflow(change, workflow, change.random.between(3, 9));
};

/** Publishes a page or takes it down; else adds one. */
export const workOnAFunnel: Act = (change) => {
  const { random } = change;
  const page = change.records.any('page', random);
  if (page !== undefined && random.chance(0.7)) {
    publishPage(change, page, !page.fields.published);
    return;
  }
  const funnel = change.records.any('funnel', random);
  const number = change.records.count('page') + 1;
  if (funnel !== undefined) addPage(change, funnel.id, `Landing page ${number}`, `/landing-${number}`);
};

/** Edits a record of a custom object; else adds one and ties it to a contact. */
export const workOnACustomObject: Act = (change) => {
  const { random } = change;
  const record = change.records.any('objectRecord', random);
  if (record !== undefined && random.chance(0.5)) {
    editObjectRecord(change, record, { estimate: random.between(5, 80) * 100 });
    return;
  }
  const object = change.records.any('object', random);
  const contact = change.records.any('contact', random);
  if (object === undefined || contact === undefined) return;
  const added = addObjectRecord(change, object, `${object.fields.singular} for ${contact.name.trim()}`, {
    estimate: random.between(5, 80) * 100,
    phase: random.pick(['proposed', 'accepted', 'in treatment']),
  });
  associate(change, added, contact);
};
