/**
 * Event types that are known: the wire's `type`. `account-api.md`: TAG_ADDED, TAG_REMOVED, UPDATED were seen, CREATED, DELETED,
 * RESTORED inferred from the screen; the others name what the product's help says is logged, as our embedded account writes it.
 */
import type { Heading, Word } from './word.js';

export const eventTypes: readonly Word[] = [
  { wire: 'CREATED', label: 'Created', spellings: ['create', 'added', 'add', 'new'] },
  {
    wire: 'UPDATED',
    label: 'Updated',
    spellings: ['update', 'edited', 'edit', 'changed', 'change', 'modified'],
  },
  { wire: 'DELETED', label: 'Deleted', spellings: ['delete', 'removed', 'remove', 'deletion'] },
  { wire: 'RESTORED', label: 'Restored', spellings: ['restore', 'recovered'] },
  { wire: 'TAG_ADDED', label: 'Tag added', spellings: ['added tag', 'tagged'] },
  { wire: 'TAG_REMOVED', label: 'Tag removed', spellings: ['removed tag', 'untagged'] },
  { wire: 'LOGIN', label: 'Login', spellings: ['logged in', 'log in', 'sign in', 'signed in'] },
  { wire: 'LOGIN_FAILED', label: 'Login failed', spellings: ['failed login', 'sign in failed'] },
  { wire: 'LOGOUT', label: 'Logout', spellings: ['logged out', 'log out', 'sign out', 'signed out'] },
  { wire: 'PASSWORD_CHANGED', label: 'Password changed', spellings: ['password change', 'password'] },
  { wire: 'ENABLED', label: 'Enabled', spellings: ['enable', 'switched on'] },
  { wire: 'DISABLED', label: 'Disabled', spellings: ['disable', 'switched off'] },
  { wire: 'PUBLISHED', label: 'Published', spellings: ['publish'] },
  { wire: 'UNPUBLISHED', label: 'Unpublished', spellings: ['unpublish'] },
  { wire: 'STATUS_CHANGED', label: 'Status changed', spellings: ['status change'] },
  { wire: 'CANCELLED', label: 'Cancelled', spellings: ['canceled', 'cancel', 'cancellation'] },
  { wire: 'SENT', label: 'Sent', spellings: ['send'] },
  { wire: 'PAID', label: 'Paid', spellings: ['pay'] },
  { wire: 'REFUNDED', label: 'Refunded', spellings: ['refund'] },
  { wire: 'ROLE_CHANGED', label: 'Role changed', spellings: ['role change'] },
  { wire: 'ACTIVATED', label: 'Activated', spellings: ['activate', 'reactivated'] },
  { wire: 'DEACTIVATED', label: 'Deactivated', spellings: ['deactivate', 'deactivation'] },
  { wire: 'IMPORTED', label: 'Imported', spellings: ['import'] },
  { wire: 'EXPORT_REQUESTED', label: 'Export requested' },
  { wire: 'EXPORT_DOWNLOADED', label: 'Export downloaded' },
  { wire: 'EXPORTED', label: 'Exported' },
  { wire: 'DOWNLOADED', label: 'Downloaded' },
];

export const eventTypeHeadings: readonly Heading[] = [
  { spellings: ['tags', 'tag change', 'tag changed'], wires: ['TAG_ADDED', 'TAG_REMOVED'] },
  { spellings: ['export', 'exported'], wires: ['EXPORTED', 'EXPORT_REQUESTED'] },
  { spellings: ['download', 'downloaded'], wires: ['DOWNLOADED', 'EXPORT_DOWNLOADED'] },
];
