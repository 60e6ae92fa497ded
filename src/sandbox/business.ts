/** The nouns of the business and what each holds: the vocabulary of records, plain types only. */

export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly position: number;
}

export interface CustomField {
  readonly id: string;
  readonly fieldName: string;
  readonly fieldValue: string;
}

interface LocationFields {
  readonly companyId: string;
  readonly timezone: string;
  readonly address: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postalCode: string;
  readonly website: string;
  readonly email: string;
  readonly phone: string;
}

export interface UserFields {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  /** `agency` or `account`: where the user belongs. */
  readonly type: 'agency' | 'account';
  readonly role: 'admin' | 'user';
  readonly scopes: readonly string[];
  readonly deleted: boolean;
}

export interface ContactFields {
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly tags: readonly string[];
  readonly customFields: readonly CustomField[];
  readonly assignedTo: string | null;
}

interface NoteFields {
  readonly body: string;
}

interface TaskFields {
  readonly body: string;
  readonly dueDate: string;
  readonly completed: boolean;
  readonly assignedTo: string | null;
}

interface PipelineFields {
  readonly stages: readonly Stage[];
}

export type OpportunityStatus = 'open' | 'won' | 'lost' | 'abandoned';

export interface OpportunityFields {
  readonly pipelineStageId: string;
  readonly pipelineStageName: string;
  readonly status: OpportunityStatus;
  readonly monetaryValue: number;
  readonly assignedTo: string | null;
  readonly source: string;
}

interface CalendarFields {
  readonly description: string;
  readonly calendarType: 'round_robin' | 'event' | 'personal';
  readonly slotDuration: number;
  readonly isActive: boolean;
}

export type AppointmentStatus = 'new' | 'confirmed' | 'showed' | 'noshow' | 'cancelled';

export interface AppointmentFields {
  readonly startTime: string;
  readonly endTime: string;
  readonly appointmentStatus: AppointmentStatus;
  readonly assignedTo: string | null;
}

interface WorkflowFields {
  readonly status: 'draft' | 'published';
  readonly steps: number;
}

type InvoiceStatus = 'draft' | 'sent' | 'paid' | 'partially_paid' | 'overdue' | 'refunded' | 'void';

interface InvoiceFields {
  readonly status: InvoiceStatus;
  readonly amount: number;
  readonly amountPaid: number;
  readonly currency: 'USD';
}

/** One group of settings: business profile, a phone number, an integration, permissions. */
interface SettingsFields {
  readonly module: 'BUSINESS_PROFILE' | 'PHONE_NUMBER' | 'INTEGRATION' | 'PERMISSION';
  readonly values: Readonly<Record<string, string | boolean>>;
}

interface FunnelFields {
  readonly domain: string;
}

interface PageFields {
  readonly path: string;
  readonly published: boolean;
}

interface ObjectFields {
  readonly key: string;
  readonly standard: boolean;
  readonly singular: string;
  readonly plural: string;
  readonly description: string;
  readonly primaryDisplayProperty: string;
}

interface ObjectRecordFields {
  readonly objectKey: string;
  readonly properties: Readonly<Record<string, string | number>>;
}

interface AssociationFields {
  readonly objectKey: string;
  readonly firstRecordId: string;
  readonly secondRecordId: string;
}

interface AuditExportFields {
  readonly filters: Readonly<Record<string, string>>;
  readonly records: number;
}

/** What each kind of record holds beside its id, name, parent and contact. */
export interface FieldsOf {
  company: Readonly<Record<string, never>>;
  location: LocationFields;
  user: UserFields;
  contact: ContactFields;
  note: NoteFields;
  task: TaskFields;
  pipeline: PipelineFields;
  opportunity: OpportunityFields;
  calendar: CalendarFields;
  appointment: AppointmentFields;
  workflow: WorkflowFields;
  invoice: InvoiceFields;
  settings: SettingsFields;
  funnel: FunnelFields;
  page: PageFields;
  object: ObjectFields;
  objectRecord: ObjectRecordFields;
  association: AssociationFields;
  auditExport: AuditExportFields;
}

export type Kind = keyof FieldsOf;

/** A record as it stands in the business. */
export interface BusinessRecord<K extends Kind> {
  readonly kind: K;
  readonly id: string;
  readonly name: string;
  /** The pipeline of an opportunity, the calendar of an appointment, the schema of an object's record. */
  readonly parentId: string | null;
  readonly contactId: string | null;
  readonly fields: FieldsOf[K];
  readonly createdMs: number;
  readonly updatedMs: number;
}
