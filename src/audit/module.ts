/**
 * Modules that are known: the wire's `documentType`, and the noun for one of its records. `account-api.md`: CONTACT, NOTE, TASK,
 * OPPORTUNITY, CALENDAR_EVENT, APPOINTMENT were seen; the others name what the help pages list, as our embedded account writes it.
 */
import type { Heading, Word } from './word.js';

export interface ModuleWord extends Word {
  /** One record of it, as it reads within a sentence. */
  readonly noun: string;
}

export const modules: readonly ModuleWord[] = [
  { wire: 'CONTACT', label: 'Contacts', noun: 'contact', spellings: ['people', 'lead'] },
  { wire: 'NOTE', label: 'Notes', noun: 'note' },
  { wire: 'TASK', label: 'Tasks', noun: 'task' },
  { wire: 'CONVERSATION', label: 'Conversations', noun: 'conversation' },
  { wire: 'MESSAGE', label: 'Messages', noun: 'message' },
  { wire: 'OPPORTUNITY', label: 'Opportunities', noun: 'opportunity', spellings: ['deal'] },
  { wire: 'PIPELINE', label: 'Pipelines', noun: 'pipeline' },
  { wire: 'PIPELINE_STAGE', label: 'Pipeline stages', noun: 'pipeline stage', spellings: ['stage'] },
  { wire: 'CALENDAR', label: 'Calendars', noun: 'calendar' },
  { wire: 'CALENDAR_EVENT', label: 'Calendar events', noun: 'calendar event' },
  { wire: 'APPOINTMENT', label: 'Appointments', noun: 'appointment', spellings: ['booking'] },
  {
    wire: 'USER',
    label: 'Users',
    noun: 'user',
    spellings: ['staff', 'team', 'team member', 'staff management'],
  },
  { wire: 'USER_ACCESS', label: 'User access', noun: 'user' },
  { wire: 'AUTH', label: 'Authentication', noun: 'user' },
  { wire: 'SETTINGS', label: 'Settings', noun: 'settings' },
  { wire: 'BUSINESS_PROFILE', label: 'Business profile', noun: 'business profile' },
  { wire: 'PHONE_NUMBER', label: 'Phone numbers', noun: 'phone number', spellings: ['phone'] },
  { wire: 'INTEGRATION', label: 'Integrations', noun: 'integration' },
  { wire: 'PERMISSION', label: 'Permissions', noun: 'permissions', spellings: ['user permission'] },
  {
    wire: 'WORKFLOW',
    label: 'Workflows',
    noun: 'workflow',
    spellings: ['automation', 'automation activity'],
  },
  { wire: 'INVOICE', label: 'Invoices', noun: 'invoice' },
  { wire: 'PAYMENT', label: 'Payments', noun: 'payment' },
  { wire: 'FUNNEL', label: 'Funnels', noun: 'funnel' },
  { wire: 'FUNNEL_PAGE', label: 'Funnel pages', noun: 'funnel page', spellings: ['page'] },
  { wire: 'PAGE', label: 'Funnel pages', noun: 'funnel page' },
  { wire: 'FORM', label: 'Forms', noun: 'form' },
  { wire: 'CUSTOM_FIELD', label: 'Custom fields', noun: 'custom field' },
  { wire: 'CUSTOM_OBJECT', label: 'Custom objects', noun: 'custom object' },
  {
    wire: 'CUSTOM_OBJECT_RECORD',
    label: 'Custom object records',
    noun: 'record',
    spellings: ['object record', 'record'],
  },
  { wire: 'ASSOCIATION', label: 'Associations', noun: 'association', spellings: ['relation'] },
  {
    wire: 'CUSTOM_OBJECT_ASSOCIATION',
    label: 'Associations',
    noun: 'association',
    spellings: ['object association'],
  },
  { wire: 'AUDIT_LOG', label: 'Audit logs', noun: 'audit log', spellings: ['audit'] },
  { wire: 'AUDIT_LOGS', label: 'Audit logs', noun: 'audit log', spellings: ['audit'] },
];

/**
 * Where the product's screen files several wire values under one word, the word means all of them, in any spelling: who asks for
 * `calendars` and is shown no appointment would believe that nothing happened. `raw:CALENDAR` means the one.
 */
export const moduleHeadings: readonly Heading[] = [
  { spellings: ['calendar'], wires: ['CALENDAR', 'CALENDAR_EVENT', 'APPOINTMENT'] },
  {
    spellings: ['setting'],
    wires: ['SETTINGS', 'BUSINESS_PROFILE', 'PHONE_NUMBER', 'INTEGRATION', 'PERMISSION'],
  },
  { spellings: ['payment', 'billing'], wires: ['PAYMENT', 'INVOICE'] },
  { spellings: ['funnel'], wires: ['FUNNEL', 'FUNNEL_PAGE', 'PAGE'] },
  { spellings: ['communication', 'conversation'], wires: ['CONVERSATION', 'MESSAGE'] },
  { spellings: ['user access', 'access', 'authentication', 'auth'], wires: ['USER_ACCESS', 'AUTH', 'USER'] },
  {
    spellings: ['custom object', 'object'],
    wires: ['CUSTOM_OBJECT', 'CUSTOM_OBJECT_RECORD', 'ASSOCIATION', 'CUSTOM_OBJECT_ASSOCIATION'],
  },
];
