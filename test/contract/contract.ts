/** Our own contract, ready to judge requests and answers; apart from the reading of OpenAPI, which the vendor's documents share. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { NetworkRequest } from '../../src/context.js';
import {
  follow,
  matchOperation,
  type OpenApi,
  type Operation,
  operationsOf,
  type Parameter,
  pathValues,
  readOpenApi,
  type Schema,
} from './openapi.js';

/** An answer as it came over the wire. Header names in lower case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Contract {
  readonly document: OpenApi;
  readonly operations: readonly Operation[];
  /** What is wrong with an answer of this route; empty where nothing is. */
  answerFaults(operationId: string, answer: Answer): readonly string[];
  /** What is wrong with a request; empty where nothing is. */
  requestFaults(request: Pick<NetworkRequest, 'method' | 'url' | 'headers' | 'body'>): readonly string[];
}

/** Headers that any HTTP client sends and no document names. */
const ordinaryHeaders = new Set([
  'accept',
  'accept-encoding',
  'content-type',
  'content-length',
  'user-agent',
  'host',
  'connection',
]);

/**
 * Opens `fixtures/account-api.openapi.json`.
 * `strict`: objects that are not marked `x-open` may hold nothing that the document does not name.
 */
export function openContract({ strict = false } = {}): Contract {
  const read = readOpenApi(new URL('../../fixtures/account-api.openapi.json', import.meta.url));
  const document = strict ? (closeObjects(read) as OpenApi) : read;
  const operations = operationsOf(document);
  const validators = new Validators(document);
  return {
    document,
    operations,
    answerFaults(operationId, answer) {
      const operation = operations.find(({ id }) => id === operationId);
      return operation === undefined
        ? [`no operation ${operationId}`]
        : answerFaults(document, validators, operation, answer);
    },
    requestFaults(request) {
      const url = new URL(request.url);
      const operation = matchOperation(operations, request.method, url.pathname);
      return operation === undefined
        ? [`${request.method} ${url.pathname} is in no route`]
        : requestFaults(validators, operation, url, request);
    },
  };
}

class Validators {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<Schema, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true });
    formats.default(this.#ajv);
    for (const keyword of ['x-standing', 'x-open', 'x-known-values']) this.#ajv.addKeyword(keyword);
    this.#ajv.addSchema({ $defs: inDefs(document.components['schemas'] ?? {}) }, 'contract');
  }

  faults(schema: Schema, value: unknown): readonly string[] {
    const validate = this.#compiled.get(schema) ?? this.#ajv.compile(inDefs(schema) as Schema);
    this.#compiled.set(schema, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  }
}

function answerFaults(
  document: OpenApi,
  validators: Validators,
  operation: Operation,
  answer: Answer,
): readonly string[] {
  const response = operation.responses[String(answer.status)];
  if (response === undefined) return [`status ${answer.status} is not in the document`];
  const faults = Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) return [];
    const { schema } = follow<{ schema: Schema }>(document, header);
    return validators.faults(schema, plainValue(schema, value)).map((fault) => `header ${name}: ${fault}`);
  });
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const media = response.content?.[type];
  if (media === undefined) return [...faults, `content type "${type}" is not in the document`];
  if (type !== 'application/json') return faults;
  const body = parsed(answer.text);
  return body === undefined
    ? [...faults, 'the body is no JSON']
    : [...faults, ...validators.faults(media.schema, body)];
}

/** A JSON text's value; undefined, which no JSON text has, where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requestFaults(
  validators: Validators,
  operation: Operation,
  url: URL,
  request: Pick<NetworkRequest, 'headers' | 'body'>,
): readonly string[] {
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), [value]]),
  );
  const query = new Map([...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)]));
  const path = new Map(
    Object.entries(pathValues(operation, url.pathname)).map(([name, value]) => [name, [value]]),
  );
  const given = { header: headers, query, path, cookie: new Map<string, string[]>() };
  const parameterFaults = operation.parameters.flatMap((parameter) => {
    const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
    return valueFaults(validators, parameter, given[parameter.in].get(name));
  });
  return [
    ...parameterFaults,
    ...unnamed(operation, 'query', query.keys()),
    ...unnamed(operation, 'header', headers.keys()),
    ...credentialFaults(operation, headers),
    ...bodyFaults(validators, operation, request.body?.toString()),
  ].map((fault) => `${operation.id}: ${fault}`);
}

function valueFaults(
  validators: Validators,
  parameter: Parameter,
  values: readonly string[] | undefined,
): readonly string[] {
  const label = `${parameter.in} ${parameter.name}`;
  const [first] = values ?? [];
  if (values === undefined || first === undefined)
    return parameter.required === true ? [`${label} is missing`] : [];
  if (parameter.schema['type'] === 'array')
    return validators.faults(parameter.schema, values).map((fault) => `${label}: ${fault}`);
  if (values.length > 1) return [`${label} is given ${values.length} times`];
  return validators
    .faults(parameter.schema, plainValue(parameter.schema, first))
    .map((fault) => `${label}: ${fault}`);
}

function unnamed(operation: Operation, place: 'query' | 'header', names: Iterable<string>): string[] {
  const named = new Set(
    operation.parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name }) => (place === 'header' ? name.toLowerCase() : name)),
  );
  const ordinary =
    place === 'header' ? new Set([...ordinaryHeaders, 'authorization', 'token-id']) : new Set();
  return [...names]
    .filter((name) => !named.has(name) && !ordinary.has(name))
    .map((name) => `${place} ${name} is not in the document`);
}

function credentialFaults(
  operation: Operation,
  headers: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const tokenId = headers.has('token-id');
  const bearer = /^Bearer \S+$/.test(headers.get('authorization')?.[0] ?? '');
  if (headers.has('authorization') && !bearer) return ['authorization is no bearer token'];
  if (tokenId && bearer) return ['two credentials'];
  if (tokenId)
    return operation.security.includes('sessionTokenId') ? [] : ['token-id is not taken by this route'];
  return bearer ? [] : ['no credentials'];
}

function bodyFaults(
  validators: Validators,
  operation: Operation,
  body: string | undefined,
): readonly string[] {
  if (body === undefined || body === '') return operation.requestBody?.required === true ? ['no body'] : [];
  const media = operation.requestBody?.content['application/json'];
  return media === undefined
    ? ['a body where none is named']
    : validators.faults(media.schema, JSON.parse(body));
}

/** A header's or parameter's text as the schema's kind: only a whole number in plain digits is an integer. */
function plainValue(schema: Schema, text: string): string | number {
  return schema['type'] === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

/** The same schema with its references pointing into the registered definitions. */
function inDefs(schema: unknown): unknown {
  return deepMap(schema, (node) => {
    const target = node['$ref'];
    return typeof target === 'string'
      ? { ...node, $ref: target.replace('#/components/schemas/', 'contract#/$defs/') }
      : node;
  });
}

function closeObjects(document: unknown): unknown {
  return deepMap(document, (node) =>
    node['type'] === 'object' && 'properties' in node && node['x-open'] !== true
      ? { ...node, additionalProperties: false }
      : node,
  );
}

function deepMap(
  value: unknown,
  change: (node: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => deepMap(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const mapped = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, deepMap(item, change)] as const),
  );
  return change(mapped);
}
