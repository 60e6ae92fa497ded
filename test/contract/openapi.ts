/** An OpenAPI document as far as the contract tests read it; apart, because ours and the vendor's are read by the same eyes. */
import { readFileSync } from 'node:fs';

export type Schema = Readonly<Record<string, unknown>>;

export interface Reference {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface MediaType {
  readonly schema: Schema;
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, { readonly schema: Schema } | Reference>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

interface OperationObject {
  readonly operationId?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, MediaType>>;
  };
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

interface PathItem {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get?: OperationObject;
  readonly post?: OperationObject;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One route with every reference to a parameter or response followed. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly requestBody: OperationObject['requestBody'] | undefined;
  /** Names of the security schemes, any one of which lets a request in. */
  readonly security: readonly string[];
}

/** Reads a document from disk. @throws where there is none, or it is no JSON. */
export function readOpenApi(file: URL): OpenApi {
  return JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
}

/** The document's routes. */
export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((verb) => {
      const operation = item[verb];
      return operation === undefined ? [] : [readOperation(document, path, item, verb, operation)];
    }),
  );
}

/** The route that a request's method and path belong to; literal paths win over templates. */
export function matchOperation(
  operations: readonly Operation[],
  method: string,
  pathname: string,
): Operation | undefined {
  return operations
    .filter((operation) => operation.method === method && pathPattern(operation.path).test(pathname))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

/** The values that a path gives to its template's parameters. */
export function pathValues(operation: Operation, pathname: string): Readonly<Record<string, string>> {
  const groups = pathPattern(operation.path).exec(pathname)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function readOperation(
  document: OpenApi,
  path: string,
  item: PathItem,
  verb: 'get' | 'post',
  operation: OperationObject,
): Operation {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  return {
    id: operation.operationId ?? `${verb} ${path}`,
    method: verb === 'get' ? 'GET' : 'POST',
    path,
    parameters: parameters.map((parameter) => follow<Parameter>(document, parameter)),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        follow<ResponseObject>(document, response),
      ]),
    ),
    requestBody: operation.requestBody,
    security: (operation.security ?? []).flatMap((alternative) => Object.keys(alternative)),
  };
}

/** What a local reference points to; anything else as it is. */
export function follow<T extends object>(document: OpenApi, value: T | Reference): T {
  if (!('$ref' in value)) return value;
  const target = value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
  if (target === undefined) throw new Error(`${value.$ref} points nowhere`);
  return target as T;
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}
