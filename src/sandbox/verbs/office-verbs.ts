/** What can be done to workflows, invoices, settings, funnels and the service's own exports by hand. */

import { downloadExport, requestExport } from '../services/audit-exports.js';
import { addPage, createFunnel, publishPage } from '../services/funnels.js';
import {
  createInvoice,
  markOverdue,
  payInvoice,
  payPart,
  refundInvoice,
  sendInvoice,
  voidInvoice,
} from '../services/invoices.js';
import { addSettings, changeSettings } from '../services/settings.js';
import {
  createWorkflow,
  deleteWorkflow,
  disableWorkflow,
  editWorkflow,
  enableWorkflow,
} from '../services/workflows.js';
import { findRecord } from './find-record.js';
import { type Verb, wholeNumber } from './verb.js';

const workflowVerbs: readonly Verb[] = [
  {
    name: 'add-workflow',
    takes: '<name>',
    summary: 'a new workflow, not switched on yet',
    act: (change, [name = '']) => {
      createWorkflow(change, name, 3);
    },
  },
  {
    name: 'edit-workflow',
    takes: '<workflow> <steps>',
    summary: 'more steps, or fewer',
    act: (change, [word = '', steps = '']) => {
      editWorkflow(change, findRecord(change, 'workflow', word), wholeNumber(steps, 'number of steps'));
    },
  },
  {
    name: 'enable-workflow',
    takes: '<workflow>',
    summary: 'switched on',
    act: (change, [word = '']) => {
      enableWorkflow(change, findRecord(change, 'workflow', word));
    },
  },
  {
    name: 'disable-workflow',
    takes: '<workflow>',
    summary: 'switched off',
    act: (change, [word = '']) => {
      disableWorkflow(change, findRecord(change, 'workflow', word));
    },
  },
  {
    name: 'delete-workflow',
    takes: '<workflow>',
    summary: 'for good',
    act: (change, [word = '']) => deleteWorkflow(change, findRecord(change, 'workflow', word)),
  },
];

const invoiceVerbs: readonly Verb[] = [
  {
    name: 'add-invoice',
    takes: '<contact> <dollars>',
    summary: 'a draft',
    act: (change, [word = '', amount = '']) => {
      const number = String(change.records.count('invoice') + 1).padStart(6, '0');
      const contact = findRecord(change, 'contact', word);
      createInvoice(change, contact.id, `INV-${number}`, wholeNumber(amount, 'amount'));
    },
  },
  invoiceVerb('send-invoice', 'the draft goes out', sendInvoice),
  invoiceVerb('pay-invoice', 'paid in full', payInvoice),
  {
    name: 'pay-part',
    takes: '<invoice> <dollars>',
    summary: 'paid in part',
    act: (change, [word = '', amount = '']) => {
      payPart(change, findRecord(change, 'invoice', word), wholeNumber(amount, 'amount'));
    },
  },
  invoiceVerb('mark-overdue', 'not paid in time', markOverdue),
  invoiceVerb('refund-invoice', 'paid back in full', refundInvoice),
  invoiceVerb('void-invoice', 'never to be paid', voidInvoice),
];

function invoiceVerb(name: string, summary: string, act: typeof sendInvoice): Verb {
  return {
    name,
    takes: '<invoice>',
    summary,
    act: (change, [word = '']) => {
      act(change, findRecord(change, 'invoice', word));
    },
  };
}

const settingsVerbs: readonly Verb[] = [
  {
    name: 'change-setting',
    takes: '<group> <name> <value>',
    summary: 'in the business profile, a phone number, an integration, the permissions',
    act: (change, [group = '', name = '', value = '']) => {
      const values = { [name]: value === 'true' || value === 'false' ? value === 'true' : value };
      changeSettings(change, findRecord(change, 'settings', group), values);
    },
  },
  {
    name: 'add-phone-number',
    takes: '<number>',
    summary: 'a number is bought',
    act: (change, [number = '']) => {
      const values = { label: 'New line', forwardsTo: '', recordsCalls: false };
      addSettings(change, number, 'PHONE_NUMBER', values);
    },
  },
  {
    name: 'connect-integration',
    takes: '<name>',
    summary: 'an integration is connected',
    act: (change, [name = '']) => {
      addSettings(change, name, 'INTEGRATION', { connected: true });
    },
  },
];

const pageVerbs: readonly Verb[] = [
  {
    name: 'add-funnel',
    takes: '<name> <domain>',
    summary: 'a funnel without pages',
    act: (change, [name = '', domain = '']) => {
      createFunnel(change, name, domain);
    },
  },
  {
    name: 'add-page',
    takes: '<funnel> <name> <path>',
    summary: 'a page, not published yet',
    act: (change, [word = '', name = '', path = '']) => {
      addPage(change, findRecord(change, 'funnel', word).id, name, path);
    },
  },
  {
    name: 'publish-page',
    takes: '<page>',
    summary: 'for everybody to see',
    act: (change, [word = '']) => {
      publishPage(change, findRecord(change, 'page', word), true);
    },
  },
  {
    name: 'unpublish-page',
    takes: '<page>',
    summary: 'taken down',
    act: (change, [word = '']) => {
      publishPage(change, findRecord(change, 'page', word), false);
    },
  },
];

const exportVerbs: readonly Verb[] = [
  {
    name: 'export-log',
    takes: '[date range]',
    summary: 'the service’s own export of the log is asked for',
    act: (change, [dateRange = 'last 30 days']) => {
      const records = Number(
        change.database
          .statement('SELECT count(*) FROM event WHERE location_id = ?')
          .row(change.locationId)?.[0],
      );
      requestExport(change, { dateRange }, records);
    },
  },
  {
    name: 'download-export',
    takes: '[export]',
    summary: 'and taken away',
    act: (change, [word = 'newest']) => downloadExport(change, findRecord(change, 'auditExport', word)),
  },
];

/** Automation, payments, settings, funnels, exports. */
export const officeVerbs: readonly Verb[] = [
  ...workflowVerbs,
  ...invoiceVerbs,
  ...settingsVerbs,
  ...pageVerbs,
  ...exportVerbs,
];
