/** The vendor's own OpenAPI documents, with the quirks for which nobody here is to blame; apart from ours, because they are not part of the project. */
import { existsSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { NetworkRequest } from '../../src/context.js';
import type { Answer } from './contract.js';
import {
  follow,
  matchOperation,
  type OpenApi,
  type Operation,
  operationsOf,
  pathValues,
  readOpenApi,
  type Schema,
} from './openapi.js';

/** Where the documents lie beside the project, where they do. */
const vendorFolder = new URL('../../../shared/openapi/', import.meta.url);

export const vendorDocuments = ['locations', 'users', 'opportunities', 'objects', 'calendars'] as const;
export type VendorDocument = (typeof vendorDocuments)[number];

/** Whether the vendor's documents are there to be read. */
export function hasVendorDocuments(): boolean {
  return vendorDocuments.every((name) => existsSync(new URL(`${name}.json`, vendorFolder)));
}

/** Where a document says what cannot be right of the answers that it describes. */
export interface Quirk {
  readonly document: VendorDocument;
  /** Schema and property, e.g. `UserSchema.scopes`. */
  readonly at: string;
  /** What is right instead. */
  readonly instead: Schema;
  readonly why: string;
}

/** The only places where the documents are not taken at their word. */
export const quirks: readonly Quirk[] = [
  {
    document: 'opportunities',
    at: 'PipelinesResponseSchema.stages',
    instead: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: { type: 'string' }, name: { type: 'string' }, position: { type: 'number' } },
      },
    },
    why: 'the document makes a list of lists of stages; a stage is an object with id, name and position',
  },
  {
    document: 'users',
    at: 'UserSchema.scopes',
    instead: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    why: 'the document makes one word of the scopes; users have many, and answers give a list',
  },
  {
    document: 'opportunities',
    at: 'SearchMetaResponseSchema.nextPage',
    instead: { type: ['number', 'null'] },
    why: 'there is no next page at the end',
  },
  {
    document: 'opportunities',
    at: 'SearchMetaResponseSchema.prevPage',
    instead: { type: ['number', 'null'] },
    why: 'there is no page before the first',
  },
];

export interface VendorJudge {
  readonly operations: readonly Operation[];
  /** What the document has against a request; undefined where the request is for none of its routes. */
  requestFaults(request: Pick<NetworkRequest, 'method' | 'url' | 'headers'>): readonly string[] | undefined;
  /** What it has against an answer, fields that it does not name among it. */
  answerFaults(method: string, pathname: string, answer: Answer): readonly string[] | undefined;
}

/**
 * Opens one of the vendor's documents.
 * `without`: quirks that are not allowed for, to see that they are still needed.
 */
export function openVendorDocument(name: VendorDocument, without: readonly Quirk[] = []): VendorJudge {
  const allowed = quirks.filter((quirk) => quirk.document === name && !without.includes(quirk));
  const document = mend(readOpenApi(new URL(`${name}.json`, vendorFolder)), allowed);
  const operations = operationsOf(document);
  const faults = createValidator(document);
  const find = (method: string, pathname: string) => matchOperation(operations, method, pathname);
  return {
    operations,
    requestFaults({ method, url, headers }) {
      const { pathname, searchParams } = new URL(url);
      const operation = find(method, pathname);
      return operation && requestFaults(faults, operation, pathname, searchParams, headers);
    },
    answerFaults(method, pathname, { status, text }) {
      const operation = find(method, pathname);
      if (operation === undefined) return undefined;
      const schema = operation.responses[String(status)]?.content?.['application/json']?.schema;
      return schema === undefined
        ? [`${operation.path}: status ${status} is not in the document`]
        : faults(schema, JSON.parse(text)).map((fault) => `${operation.path} ${status}: ${fault}`);
    },
  };
}

type Faults = (schema: Schema, value: unknown) => readonly string[];

function requestFaults(
  faults: Faults,
  operation: Operation,
  pathname: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): readonly string[] {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const path = pathValues(operation, pathname);
  const given = (place: string, name: string) =>
    ({ query: query.get(name), path: path[name], header: lower[name.toLowerCase()] })[place] ?? undefined;
  const named = new Set(operation.parameters.filter((p) => p.in === 'query').map(({ name }) => name));
  return [
    ...operation.parameters.flatMap(({ in: place, name, required = false, schema }) => {
      const value = given(place, name);
      if (value === undefined) return required ? [`${place} ${name} is missing`] : [];
      return faults(schema, plainValue(schema, value)).map((fault) => `${place} ${name}: ${fault}`);
    }),
    ...[...query.keys()]
      .filter((name) => !named.has(name))
      .map((name) => `query ${name} is not in the document`),
    ...(/^Bearer \S+$/.test(lower['authorization'] ?? '') ? [] : ['no bearer token']),
  ].map((fault) => `${operation.path}: ${fault}`);
}

function plainValue(schema: Schema, text: string): unknown {
  if (schema['type'] === 'number' && /^\d+$/.test(text)) return Number(text);
  return schema['type'] === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}

/** OpenAPI 3.0 is an older JSON Schema with a few words of its own, which the validator is told to pass over. */
function createValidator(document: OpenApi): Faults {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $defs: inDefs(closed(document.components['schemas'] ?? {})) }, 'vendor');
  const common = readOpenApi(new URL('common-schemas.json', vendorFolder));
  ajv.addSchema({ $defs: closed(common.components['schemas'] ?? {}) }, 'common');
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(inDefs(schema) as Schema);
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const extra = (params as { additionalProperty?: string }).additionalProperty;
      return extra === undefined
        ? `${instancePath || '/'} ${message}`
        : `${instancePath}/${extra} is not in the document`;
    });
  };
}

function mend(document: OpenApi, allowed: readonly Quirk[]): OpenApi {
  const copy = structuredClone(document);
  for (const { at, instead } of allowed) {
    const [schema = '', property = ''] = at.split('.');
    const holder = follow<{ properties: Record<string, Schema> }>(copy, {
      $ref: `#/components/schemas/${schema}`,
    });
    if (holder.properties[property] === undefined) throw new Error(`${at} is no longer in the document`);
    holder.properties[property] = instead;
  }
  return copy;
}

/** Objects with named fields hold nothing else, so that no field is made up in the vendor's name. */
function closed(value: unknown): unknown {
  return deepMap(value, (node) =>
    node['type'] === 'object' && typeof node['properties'] === 'object'
      ? { ...node, additionalProperties: false }
      : node,
  );
}

function inDefs(value: unknown): unknown {
  return deepMap(value, (node) => {
    const target = node['$ref'];
    if (typeof target !== 'string') return node;
    const to = target
      .replace(/^#\/components\/schemas\//, 'vendor#/$defs/')
      .replace(/^.*common-schemas\.json#\/components\/schemas\//, 'common#/$defs/');
    return { ...node, $ref: to };
  });
}

function deepMap(
  value: unknown,
  change: (node: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => deepMap(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deepMap(item, change)])));
}
