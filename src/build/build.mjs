/**
 * Builds the program: our own files bound into few, and with them the packages that a list loads, for a start spends most of its time
 * on finding and linking files. It comes out as CommonJS, which starts in half the time. Nothing is shortened, so that whoever looks
 * into it finds the source. Argument: the folder to build into.
 *
 * main.cjs            the program, with a file for whatever is loaded later
 * short-way.cjs       what answers without the program
 * import.cjs          what the others import packages through
 * licences.txt        of the packages that are bound in
 * help.json           what the short way answers from, drawn up from the declared commands
 * grammar.json
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const repository = resolve(import.meta.dirname, '../..');
const dist = resolve(process.argv[2] ?? join(repository, 'dist'));

/** Processes and threads of their own share what they load with the program. */
const programs = {
  main: 'src/main.ts',
  'profile/keyring-process': 'src/profile/keyring-process.ts',
};

/** What npm installs beside the program and is loaded from there: each has binaries, or is loaded rarely. */
const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(repository, 'package.json'), 'utf8'),
);
/**
 * Needed so often that they are bound in. They stay dependencies all the same: the program is made of them, and whoever looks for weak
 * versions looks there.
 */
const bound = [
  'chalk',
  'cli-table3',
  'commander',
  'csv-stringify',
  'get-east-asian-width',
  'temporal-polyfill',
];
const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).filter(
  (name) => !bound.includes(name),
);

/** Bound into one file with all that they load at once: what every command needs, and what a list does. */
const starts = [
  'src/main.ts',
  'src/help.ts',
  'src/usage/list.ts',
  'src/commands/journal-keeping.ts',
  'src/commands/discretion.ts',
  'node_modules/commander/esm.mjs',
];
const lists = [
  'src/commands/list.ts',
  'src/account/brief-network.ts',
  'src/files/lock.ts',
  'src/journal/journal.ts',
  'src/output/tsv.ts',
];

rmSync(dist, { recursive: true, force: true });
// What starts have kept of an earlier build (bin/compiled.js) is of no use to this one.
rmSync(join(dist, '..', 'node_modules', '.cache', 'audit'), { recursive: true, force: true });
const chunks = await bind(programs, dist, {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  codeSplitting: { groups: [group('start', starts, 2), group('list', lists, 1)] },
});
await bind({ 'short-way': 'src/short-way/answer.ts' }, dist, { format: 'cjs', entryFileNames: '[name].cjs' });
writeFileSync(join(dist, 'import.cjs'), "'use strict';\nmodule.exports = (id) => import(id);\n");
writeFileSync(join(dist, 'licences.txt'), licences(chunks));
await drawUp();

async function bind(input, dir, output) {
  const bundle = await rolldown({
    cwd: repository,
    input,
    platform: 'node',
    tsconfig: false,
    transform: { target: 'node20.19' },
    external: (id) => installed.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [
      { name: 'node-later', renderChunk: nodeLater },
      { name: 'imported-outside', renderChunk: importedOutside },
    ],
    onLog: (level, log) => {
      // What is loaded later by one and at once by another lies with the other: that is what groups are for.
      if (level === 'warn' && log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(log.message);
    },
  });
  const { output: files } = await bundle.write({ dir, ...output });
  await bundle.close();
  return files;
}

/**
 * Node's own modules take up to a millisecond each, and most starts use few of them: each is loaded when it is first used, and without
 * the loader of ES modules, which `import()` would bring along; so is the keyring, whose process does nothing else.
 */
function nodeLater(code) {
  const names = new Set();
  const later = code
    .replace(/\bimport\("(node:[^"]+|@napi-rs\/keyring)"\)/g, 'Promise.resolve().then(() => require("$1"))')
    .replace(
      /^(\t?)(?:let|const) (node_\w+|childProcess) = require\("(node:[^"]+)"\);$/gm,
      (line, tab, name, path) => {
        // What has a default import is wanted as a whole.
        if (code.includes(`\n${name} = `)) return line;
        names.add(name);
        return `${tab}let ${name}$;\n${tab}const ${name} = () => (${name}$ ??= require("${path}"));`;
      },
    );
  return [...names].reduce((text, name) => {
    const used = text.replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `${name}().`);
    if (new RegExp(`\\b${name}\\b(?!\\(\\)\\.|\\$| = \\(\\) => )`).test(used))
      throw new Error(`${name} is used as a whole`);
    return used;
  }, later);
}

/**
 * Of code that it takes from what was kept of an earlier start (bin/compiled.js) V8 forgets how it imports: every `import()` in it
 * fails (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING, Node 20.20). So packages are imported by a file that is too short to be kept.
 */
function importedOutside(code, { fileName }) {
  const path = `${'../'.repeat(fileName.split('/').length - 1) || './'}import.cjs`;
  return code.replace(/\bimport\((?="[^".])/g, `require("${path}")(`);
}

function group(name, entries, priority) {
  const paths = new Set(entries.map((entry) => join(repository, entry)));
  return { name, priority, test: (id) => paths.has(id) };
}

/** Each package's name, version and licence, whole. */
function licences(files) {
  const folders = new Set(
    files.flatMap(({ moduleIds = [] }) =>
      moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
    ),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`${name} ${version} has no licence to hand on`);
      return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

async function drawUp() {
  await bind({ 'drawn-up': 'src/build/drawn-up.ts' }, dist, {
    format: 'es',
    entryFileNames: '[name].mjs',
    codeSplitting: false,
  });
  const file = join(dist, 'drawn-up.mjs');
  const { help, grammar } = await import(pathToFileURL(file).href);
  rmSync(file);
  writeFileSync(join(dist, 'help.json'), `${JSON.stringify(help)}\n`);
  writeFileSync(join(dist, 'grammar.json'), `${JSON.stringify(grammar)}\n`);
}
