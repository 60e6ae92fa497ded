/** Funnels and their pages. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { create, edit } from './lifecycle.js';

/** A new funnel without pages. */
export function createFunnel(change: Change, name: string, domain: string): BusinessRecord<'funnel'> {
  return create(change, 'funnel', { name, fields: { domain } });
}

/** A new page, not published yet. */
export function addPage(
  change: Change,
  funnelId: string,
  name: string,
  path: string,
): BusinessRecord<'page'> {
  return create(change, 'page', { name, parentId: funnelId, fields: { path, published: false } });
}

/** Publishes a page, or takes it down. */
export function publishPage(
  change: Change,
  page: BusinessRecord<'page'>,
  published: boolean,
): BusinessRecord<'page'> {
  return edit(change, page, { fields: { published } }, published ? 'PUBLISHED' : 'UNPUBLISHED');
}
