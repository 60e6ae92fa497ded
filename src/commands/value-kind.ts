/** What kinds of values the filters accept; apart from listing them, for whoever only has to name them. */
export const valueKinds = ['users', 'types', 'modules', 'sources', 'objects'] as const;

export type ValueKind = (typeof valueKinds)[number];
