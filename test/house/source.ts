/** A source file as the rules of the house see it: what it imports, exports, says of itself and touches of the outside world. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Comment, type Node, parseSync, visitorKeys } from 'oxc-parser';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
  /** Loaded when it is asked for: `import()`. */
  readonly isLazy: boolean;
}

/** An exported function, and whether a docstring stands above it. */
interface ExportedFunction {
  readonly name: string;
  readonly line: number;
  readonly documented: boolean;
}

/** Something that only certain files may touch, e.g. `process.exit`, `Date.now`, `new Date()`. */
interface Touch {
  readonly what: string;
  readonly line: number;
}

export interface SourceFile {
  /** From the project's folder, with slashes: `src/audit/event.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** The words of the comment with which the file opens; undefined where it opens with something else. */
  readonly opening: string | undefined;
  readonly functions: readonly ExportedFunction[];
  readonly defaultExportLine: number | undefined;
  readonly reExportLines: readonly number[];
  readonly touches: readonly Touch[];
}

const projectFolder = new URL('../../', import.meta.url);

/** All TypeScript files below a folder of the project, parsed; declarations of other people's modules are no code. */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(new URL(`${folder}/`, projectFolder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => {
      const path = `${folder}/${file.replaceAll('\\', '/')}`;
      return parseSource(path, readFileSync(new URL(path, projectFolder), 'utf8'));
    });
}

/** One file's facts. @throws where the text is no TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const nodes = [...walk(program)];
  return {
    path,
    imports: nodes.flatMap((node) => importOf(node, lineAt)),
    opening: openingOf(text, comments),
    functions: program.body.flatMap((node) => exportedFunctions(node, text, comments, lineAt)),
    defaultExportLine: nodes
      .filter(({ type }) => type === 'ExportDefaultDeclaration')
      .map(({ start }) => lineAt(start))[0],
    reExportLines: nodes.filter(isReExport).map(({ start }) => lineAt(start)),
    touches: nodes.flatMap((node) => touchOf(node, lineAt)),
  };
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const key of visitorKeys[node.type] ?? []) {
    const value = (node as unknown as Record<string, unknown>)[key];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null) yield* walk(child as Node);
    }
  }
}

type LineAt = (offset: number) => number;

function importOf(node: Node, lineAt: LineAt): Import[] {
  const line = lineAt(node.start);
  if (node.type === 'ImportDeclaration')
    return [{ specifier: node.source.value, line, typeOnly: node.importKind === 'type', isLazy: false }];
  if (node.type === 'ExportAllDeclaration')
    return [{ specifier: node.source.value, line, typeOnly: false, isLazy: false }];
  if (node.type === 'ExportNamedDeclaration' && node.source !== null)
    return [{ specifier: node.source.value, line, typeOnly: node.exportKind === 'type', isLazy: false }];
  if (node.type === 'ImportExpression')
    return [{ specifier: literalText(node.source) ?? '(computed)', line, typeOnly: false, isLazy: true }];
  if (node.type === 'TSImportType')
    return [{ specifier: node.source.value, line, typeOnly: true, isLazy: false }];
  return [];
}

function literalText(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function isReExport(node: Node): boolean {
  return (
    node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null)
  );
}

function openingOf(text: string, comments: readonly Comment[]): string | undefined {
  const first = comments[0];
  if (first === undefined || first.type !== 'Block' || text.slice(0, first.start).trim() !== '')
    return undefined;
  return first.value.startsWith('*') ? words(first) : undefined;
}

function exportedFunctions(
  node: Node,
  text: string,
  comments: readonly Comment[],
  lineAt: LineAt,
): ExportedFunction[] {
  if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) return [];
  const documented = hasDocstring(node.start, text, comments);
  return functionNames(node.declaration).map((name) => ({ name, line: lineAt(node.start), documented }));
}

function functionNames(declaration: Node): string[] {
  if (declaration.type === 'FunctionDeclaration') return [declaration.id?.name ?? '(unnamed)'];
  if (declaration.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ id, init }) => {
    const isFunction = init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression';
    return isFunction && id.type === 'Identifier' ? [id.name] : [];
  });
}

/** The file's opening comment speaks for the file, not for what happens to stand below it. */
function hasDocstring(offset: number, text: string, comments: readonly Comment[]): boolean {
  const above = comments.findLast(({ end }) => end <= offset);
  if (above === undefined || above === comments[0] || above.type !== 'Block') return false;
  return above.value.startsWith('*') && text.slice(above.end, offset).trim() === '' && words(above) !== '';
}

function words(comment: Comment): string {
  return comment.value.replace(/^\s*\*+ ?/gm, '').trim();
}

function touchOf(node: Node, lineAt: LineAt): Touch[] {
  const what = touched(node);
  return what === undefined ? [] : [{ what, line: lineAt(node.start) }];
}

const worldObjects = new Set(['process', 'console', 'Date', 'Math', 'performance', 'crypto']);

function touched(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return touchedMember(node.object, node.property);
  const called = node.type === 'NewExpression' || node.type === 'CallExpression';
  if (!called || node.callee.type !== 'Identifier') return undefined;
  if (node.callee.name === 'Date' && node.arguments.length === 0) return 'new Date()';
  return ['setTimeout', 'setInterval', 'fetch'].includes(node.callee.name) ? node.callee.name : undefined;
}

function touchedMember(object: Node, property: Node): string | undefined {
  const name = property.type === 'Identifier' ? property.name : (literalText(property) ?? '(computed)');
  if (/^toLocale|^localeCompare$/.test(name)) return name;
  const isGlobal =
    object.type === 'MemberExpression' &&
    object.object.type === 'Identifier' &&
    object.object.name === 'globalThis' &&
    object.property.type === 'Identifier';
  const holder = isGlobal
    ? (object.property as { name: string }).name
    : object.type === 'Identifier'
      ? object.name
      : undefined;
  if (holder === 'Temporal' && name === 'Now') return 'Temporal.Now';
  return holder !== undefined && worldObjects.has(holder) ? `${holder}.${name}` : undefined;
}
