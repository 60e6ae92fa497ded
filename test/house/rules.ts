/** The rules of the house as data and as judges: who may import whom, which package lives where, who may touch the outside world. */
import { dirname, join } from 'node:path/posix';
import type { Import, SourceFile } from './source.js';

/** Left may import right; nothing else. A room is a folder of `src`, or one of the files beside them. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  main: ['program', 'outside', 'crash'],
  crash: ['account', 'output'],
  build: ['commands', 'help', 'program'],
  // What the build has drawn up is answered without the program and its world.
  'short-way': ['completion', 'profile', 'usage'],
  completion: [],
  outside: ['terminal', 'profile', 'account', 'clock', 'signals', 'context', 'errors'],
  clock: ['context', 'errors'],
  signals: ['context', 'errors'],
  program: ['usage', 'commands', 'help', 'context', 'errors'],
  help: ['usage', 'context', 'errors'],
  // How a command is typed; what it does is loaded when it is done, and knows nothing of how it was typed.
  usage: ['commands', 'completion', 'output', 'restore', 'audit', 'errors'],
  commands: [
    'reading',
    'restore',
    'archive',
    'journal',
    'browse',
    'completion',
    'account',
    'output',
    'files',
    'profile',
    'audit',
    'context',
    'errors',
  ],
  reading: ['account', 'audit', 'context', 'errors'],
  restore: ['files', 'account', 'audit', 'context', 'errors'],
  archive: ['files', 'reading', 'account', 'audit', 'context', 'errors'],
  journal: ['files', 'context', 'errors'],
  browse: ['output', 'audit', 'context', 'errors'],
  output: ['files', 'audit', 'context', 'errors'],
  // What any room needs of a disk that may fail: whole or not at all, one run at a time, and words for what it refuses.
  files: ['audit', 'context', 'errors'],
  account: ['audit', 'context', 'errors'],
  terminal: ['context', 'errors'],
  profile: ['files', 'context', 'errors'],
  sandbox: [],
  audit: ['errors'],
  context: [],
  errors: [],
};

/** Rooms or single files that a file may import beyond its room's rule. */
const fileMayImport: Readonly<Record<string, readonly string[]>> = {
  // The one door to the embedded account, for the command that is about it and for --sandbox.
  'src/commands/embedded-account.ts': ['sandbox'],
  'src/commands/sandbox.ts': ['sandbox'],
  'src/commands/sandbox-do.ts': ['sandbox'],
  'src/commands/sandbox-simulate.ts': ['sandbox'],
  'src/outside.ts': ['src/commands/embedded-account.ts'],
};

interface Home {
  readonly rooms: readonly string[];
  /** One file only may load the package; its types are known in the whole room. */
  readonly oneFile: boolean;
}

/** One package, one home. A package that is not here may not be imported at all. */
export const homes: Readonly<Record<string, Home>> = {
  commander: { rooms: ['program', 'help', 'usage', 'commands'], oneFile: false },
  undici: { rooms: ['account'], oneFile: true },
  '@inquirer/prompts': { rooms: ['terminal'], oneFile: false },
  ora: { rooms: ['terminal'], oneFile: false },
  chalk: { rooms: ['terminal'], oneFile: false },
  'get-east-asian-width': { rooms: ['output'], oneFile: true },
  'cli-table3': { rooms: ['output'], oneFile: true },
  'csv-stringify': { rooms: ['output'], oneFile: true },
  conf: { rooms: ['profile'], oneFile: true },
  '@napi-rs/keyring': { rooms: ['profile'], oneFile: true },
  libsql: { rooms: ['sandbox', 'archive'], oneFile: false },
  'hyparquet-writer': { rooms: ['archive'], oneFile: true },
  aws4fetch: { rooms: ['archive'], oneFile: true },
  '@duckdb/node-api': { rooms: ['archive'], oneFile: true },
  'temporal-polyfill': { rooms: ['audit'], oneFile: true },
};

/** Rooms without Node: they run wherever JavaScript does, and are tested without a file or a socket. */
const withoutNode = ['audit', 'context', 'errors'];

/** What may be touched where, and why there. Nobody may end the process, write to the console or ask for the machine's language. */
const mayTouch: Readonly<Record<string, readonly string[]>> = {
  // The entry: what was typed, and how it ended; and what nobody caught.
  'src/main.ts': ['process.argv', 'process.exitCode', 'process.on'],
  // After a failure that nobody caught nothing that goes on can be relied upon.
  'src/crash.ts': ['process.exit'],
  // Builds the one value that holds the outside world.
  'src/outside.ts': [
    'process.env',
    'process.stdin',
    'process.stdout',
    'process.stderr',
    'process.platform',
    'process.versions',
    'process.execPath',
    'process.getuid',
    'process.pid',
    'process.kill',
    'Math.random',
  ],
  // The real clock, which outside hands in.
  'src/clock.ts': ['Date.now', 'setTimeout'],
  // The bound on a socket's silence; the waits of the client itself go through the clock that it is given.
  'src/account/exchange.ts': ['setTimeout'],
  'src/account/brief-network.ts': ['setTimeout'],
  // Windows has no owners of this kind; and nobody reads a secret that somebody else has laid there.
  'src/profile/owner-only.ts': ['process.getuid'],
  // A process of its own, which is all question and answer.
  'src/profile/keyring-process.ts': ['process.stdin', 'process.stdout'],
  // A progress line appears only after a while.
  'src/terminal/progress.ts': ['setTimeout'],
  // Whether Ctrl-Z has stopped the process shows only in who is awake a moment later.
  'src/terminal/screen.ts': ['setTimeout'],
  // Only the owner of this process may own the folder.
  'src/profile/private-folder.ts': ['process.getuid'],
};

/** Members of the watched objects that are no window to the outside: pure functions of their arguments. */
const pure = /^(Math\.(?!random$)|Date\.(UTC|parse)$|crypto\.subtle$)/;

/** Every rule's complaints, as `path:line what is wrong`; empty where the house is in order. */
export function complaints(sources: readonly SourceFile[]): readonly string[] {
  return [
    ...sources.flatMap((source) => [
      ...roomComplaints(source),
      ...packageComplaints(source),
      ...formComplaints(source),
      ...touchComplaints(source),
    ]),
    ...homeComplaints(sources),
    ...circles(sources).map((circle) => `circle: ${circle.join(' → ')}`),
  ];
}

/** Exceptions that nothing needs any more, and which would hide the next breach. */
export function idleExceptions(sources: readonly SourceFile[]): readonly string[] {
  const find = (path: string) => sources.find((source) => source.path === path);
  const imports = Object.entries(fileMayImport).flatMap(([path, allowed]) => {
    const source = find(path);
    const targets = (source?.imports ?? []).map((found) => (source && target(source, found)) ?? '');
    return allowed
      .filter((to) => !targets.some((found) => found === to || roomOf(found) === to))
      .map((to) => `${path} may import ${to} and does not`);
  });
  const touches = Object.entries(mayTouch).flatMap(([path, allowed]) =>
    allowed
      .filter((what) => !find(path)?.touches.some((touch) => touch.what === what))
      .map((what) => `${path} may touch ${what} and does not`),
  );
  return [...imports, ...touches];
}

/** Groups of files that import one another in a ring, each given once and closed with its first file. */
function circles(sources: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map(
    sources.map((source) => [source.path, source.imports.flatMap((found) => target(source, found) ?? [])]),
  );
  const found = new Map<string, readonly string[]>();
  const settled = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) {
      const ring = trail.slice(seenAt);
      found.set([...ring].sort().join(' '), [...ring, path]);
      return;
    }
    if (settled.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    settled.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return [...found.values()];
}

function roomComplaints(source: SourceFile): string[] {
  const room = roomOf(source.path);
  const allowed = mayImport[room];
  if (allowed === undefined) return [`${source.path}: the room ${room} is not in the house`];
  return source.imports.flatMap((found) => {
    const to = target(source, found);
    if (to === undefined) return [];
    const other = roomOf(to);
    const beyond = fileMayImport[source.path] ?? [];
    const fine = other === room || allowed.includes(other) || beyond.includes(other) || beyond.includes(to);
    return fine ? [] : [`${at(source, found)} ${room} may not import ${other} (${to})`];
  });
}

function packageComplaints(source: SourceFile): string[] {
  const room = roomOf(source.path);
  return source.imports.flatMap((found) => {
    const { specifier } = found;
    if (specifier.startsWith('.')) return [];
    if (specifier === '(computed)') return [`${at(source, found)} imports a computed name`];
    if (specifier.startsWith('node:'))
      return withoutNode.includes(room) ? [`${at(source, found)} ${room} may not import ${specifier}`] : [];
    const home = homes[packageOf(specifier)];
    if (home === undefined) return [`${at(source, found)} ${packageOf(specifier)} has no home`];
    return home.rooms.includes(room)
      ? []
      : [`${at(source, found)} ${packageOf(specifier)} lives in ${home.rooms.join(' and ')}, not in ${room}`];
  });
}

function homeComplaints(sources: readonly SourceFile[]): string[] {
  return Object.entries(homes).flatMap(([name, { oneFile }]) => {
    const users = sources
      .filter(({ imports }) =>
        imports.some(({ specifier, typeOnly }) => !typeOnly && packageOf(specifier) === name),
      )
      .map(({ path }) => path);
    return oneFile && users.length > 1
      ? [`${name} is loaded by ${users.join(' and ')}: one file is its home`]
      : [];
  });
}

function formComplaints(source: SourceFile): string[] {
  const { path, opening, functions, defaultExportLine, reExportLines } = source;
  const odd = path
    .split('/')
    .find((part) => /(^|-)(utils?|helpers?|common|managers?|misc|shared|index)(\.ts)?$/.test(part));
  return [
    ...(odd === undefined ? [] : [`${path} is named ${odd}: a file is named by the noun that it owns`]),
    ...(opening !== undefined && /\w \w/.test(opening)
      ? []
      : [`${path}:1 does not open with a sentence in a doc comment`]),
    ...(defaultExportLine === undefined ? [] : [`${path}:${defaultExportLine} has a default export`]),
    ...reExportLines.map((line) => `${path}:${line} exports what another file owns`),
    ...functions
      .filter(({ documented }) => !documented)
      .map(({ name, line }) => `${path}:${line} exported function ${name} has no docstring`),
  ];
}

function touchComplaints({ path, touches }: SourceFile): string[] {
  const allowed = mayTouch[path] ?? [];
  return touches
    .filter(({ what }) => !pure.test(what))
    .filter(({ what }) => !allowed.includes(what))
    .map(({ what, line }) => `${path}:${line} touches ${what}`);
}

/** The project file that an import means; undefined for packages. */
function target(source: SourceFile, { specifier }: Import): string | undefined {
  return specifier.startsWith('.')
    ? join(dirname(source.path), specifier).replace(/\.js$/, '.ts')
    : undefined;
}

function roomOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? path;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function at(source: SourceFile, { line }: Import): string {
  return `${source.path}:${line}`;
}
