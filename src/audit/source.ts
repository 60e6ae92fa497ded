/** Sources that are known: by what means an event came about (`account-api.md`), and whose hand that tells of. */
import type { Heading, Word } from './word.js';

/** Who acts through a source. `visitor`: somebody outside, through a form or a booking page. */
export type Hand = 'person' | 'workflow' | 'integration' | 'visitor' | 'system' | 'unknown';

export interface SourceWord extends Word {
  readonly hand: Hand;
}

export const sources: readonly SourceWord[] = [
  { wire: 'WEB_USER', label: 'Web', hand: 'person', spellings: ['browser', 'website', 'web app'] },
  { wire: 'MOBILE_APP', label: 'Mobile app', hand: 'person', spellings: ['mobile', 'app', 'phone'] },
  { wire: 'WORKFLOW_NEW', label: 'Workflow', hand: 'workflow', spellings: ['automation'] },
  { wire: 'WORKFLOW', label: 'Workflow', hand: 'workflow' },
  { wire: 'INTEGRATION', label: 'Integration', hand: 'integration' },
  { wire: 'PUBLIC_API', label: 'API', hand: 'integration' },
  { wire: 'FORM', label: 'Form', hand: 'visitor', spellings: ['form submission'] },
  { wire: 'SURVEY', label: 'Survey', hand: 'visitor' },
  { wire: 'CALENDAR', label: 'Booking page', hand: 'visitor', spellings: ['booking'] },
  { wire: 'BULK_ACTION', label: 'Bulk action', hand: 'person', spellings: ['bulk'] },
  { wire: 'IMPORT', label: 'Import', hand: 'person', spellings: ['csv import'] },
  { wire: 'SYSTEM', label: 'System', hand: 'system', spellings: ['automatic'] },
  { wire: 'UNKNOWN_SOURCE', label: 'Unknown source', hand: 'unknown', spellings: ['unknown'] },
];

export const sourceHeadings: readonly Heading[] = [
  { spellings: ['workflow', 'automation'], wires: ['WORKFLOW_NEW', 'WORKFLOW'] },
];
