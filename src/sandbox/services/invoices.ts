/** Invoices and what becomes of their money. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { create, edit } from './lifecycle.js';

type Invoice = BusinessRecord<'invoice'>;

/** `amount` in US dollars. */
export function createInvoice(change: Change, contactId: string, name: string, amount: number): Invoice {
  return create(change, 'invoice', {
    name,
    contactId,
    fields: { status: 'draft', amount, amountPaid: 0, currency: 'USD' },
  });
}

/** The draft goes out. */
export function sendInvoice(change: Change, invoice: Invoice): Invoice {
  return edit(change, invoice, { fields: { status: 'sent' } }, 'SENT');
}

/** Paid in full. */
export function payInvoice(change: Change, invoice: Invoice): Invoice {
  return edit(change, invoice, { fields: { status: 'paid', amountPaid: invoice.fields.amount } }, 'PAID');
}

/** Paid back in full. */
export function refundInvoice(change: Change, invoice: Invoice): Invoice {
  return edit(change, invoice, { fields: { status: 'refunded', amountPaid: 0 } }, 'REFUNDED');
}

/** Not paid in time. */
export function markOverdue(change: Change, invoice: Invoice): Invoice {
  return edit(change, invoice, { fields: { status: 'overdue' } }, 'STATUS_CHANGED');
}

/** Part of it has been paid, in US dollars. */
export function payPart(change: Change, invoice: Invoice, amountPaid: number): Invoice {
  return edit(change, invoice, { fields: { status: 'partially_paid', amountPaid } }, 'STATUS_CHANGED');
}

/** Never to be paid. */
export function voidInvoice(change: Change, invoice: Invoice): Invoice {
  return edit(change, invoice, { fields: { status: 'void' } }, 'STATUS_CHANGED');
}
