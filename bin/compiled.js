// Keeps what V8 has made of the program's files, so that the next start need not make it again: a fifth of the time of a list.
// For a Node that does not keep it by itself; apart from launch.js, because the short way does without.
'use strict';

const fs = require('node:fs');
const { basename, dirname, join } = require('node:path');
const vm = require('node:vm');
const { crc32 } = require('node:zlib');

/** As Node itself wraps a module; its own function for it comes with the loader of ES modules. */
const wrap = (code) => `(function (exports, require, module, __filename, __dirname) { ${code}\n});`;

/** A file begins with the CRC-32 of the rest: the source, and what V8 has made of it. */
const sumBytes = 4;

/** By less it is not worth the writing. */
const leastGrowth = 1.02;

/** What is shorter is compiled sooner than it is found. */
const leastBytes = 16_000;

/**
 * Loads the `.cjs` files of one folder with what has been kept of them in another, and gives what keeps the others: to be called
 * when the run has shown which functions it needs. `isGrowing`: also what this run needed beyond what was kept, for the first may have
 * been a login, and the others are lists.
 */
exports.useCompiled = (folder, keptFolder, isGrowing) => {
  const fresh = new Map();
  let flags;
  require.extensions['.cjs'] = (module, path) => {
    const source = dirname(path) === folder ? fs.readFileSync(path) : Buffer.alloc(0);
    if (source.length < leastBytes) return require.extensions['.js'](module, path);
    const keptPath = join(keptFolder, `${basename(path)}.${process.version}-${process.arch}`);
    const cachedData = kept(keptPath, source);
    const script = new vm.Script(wrap(source.toString()), { filename: path, cachedData });
    const isNew = script.cachedDataRejected !== false;
    if (isNew || isGrowing) {
      fresh.set(keptPath, { script, source, keptBytes: isNew ? 0 : cachedData.length });
      flags ??= cachedDataVersionTag();
    }
    const load = (id) => module.require(id);
    script.runInThisContext().call(module.exports, module.exports, load, module, path, folder);
  };
  return () => {
    // What is compiled under other flags than a start has would be refused by the next one.
    if (fresh.size > 0 && flags === cachedDataVersionTag()) {
      for (const [path, made] of fresh) keep(path, made);
    }
    fresh.clear();
  };
};

function cachedDataVersionTag() {
  return require('node:v8').cachedDataVersionTag();
}

/**
 * Undefined unless it is whole, was made of this very source, and by somebody who could as well have changed the program. V8 itself trusts
 * it blindly: of one bit that was flipped on the disk the process dies, or worse.
 */
function kept(path, source) {
  let file;
  try {
    file = fs.openSync(path, 'r');
    const { uid, mode } = fs.fstatSync(file);
    const isOurs =
      process.getuid === undefined || ([0, process.getuid()].includes(uid) && (mode & 0o022) === 0);
    if (!isOurs) return undefined;
    const bytes = fs.readFileSync(file);
    const content = bytes.subarray(sumBytes);
    if (crc32(content) !== bytes.readUInt32LE(0)) return undefined;
    return content.subarray(0, source.length).equals(source) ? content.subarray(source.length) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/** Where nobody may write, every start compiles. Nobody waits for the disk: what a power cut leaves of it is found out by its sum. */
function keep(path, { script, source, keptBytes }) {
  const draft = `${path}.${process.pid}`;
  try {
    fs.mkdirSync(dirname(path), { recursive: true });
    const file = fs.openSync(draft, 'wx', 0o644);
    const compiled = script.createCachedData();
    const isWorthIt = compiled.length > keptBytes * leastGrowth;
    if (isWorthIt) {
      const content = Buffer.concat([source, compiled]);
      const sum = Buffer.alloc(sumBytes);
      sum.writeUInt32LE(crc32(content));
      fs.writeFileSync(file, Buffer.concat([sum, content]));
    }
    fs.closeSync(file);
    if (isWorthIt) fs.renameSync(draft, path);
    else fs.unlinkSync(draft);
  } catch {
    fs.rmSync(draft, { force: true });
  }
}
