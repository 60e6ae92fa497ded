// Takes the short way where there is one, else hands over to the whole program; apart from audit.js, whose syntax an old Node must be able to read.
'use strict';

const words = process.argv.slice(2);
/** So long no flag is set: it makes V8 distrust what was compiled before, its own and Node's, of which each start loads much: 10 ms. */
const longRunMs = 1_000;

try {
  const text = shortAnswer(words);
  if (text === undefined) start();
  else write(text);
} catch (error) {
  fail(error);
}

/** What has been drawn up when the program was built: what Node needs to load modules of the other kind would be a third of the time. */
function shortAnswer([first, ...others]) {
  if (first === '--version' && others.length === 0) return `${require('../package.json').version}\n`;
  const isShort =
    [undefined, 'help', '__complete'].includes(first) || /^(--help|-h)$/.test(others.at(-1) ?? first);
  if (!isShort) return undefined;
  return require('../dist/short-way.cjs').shortAnswer(
    process,
    require('node:path').join(__dirname, '..', 'dist'),
  );
}

function write(text) {
  // A reader that is gone (`| head`) is a quiet end.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') fail(error);
  });
  process.stdout.write(text);
}

function start() {
  const keep = keepCompiled();
  setTimeout(() => {
    keep();
    tendGarbage();
  }, longRunMs).unref();
  process.on('exit', keep);
  require('../dist/main.cjs');
}

/**
 * A newer Node keeps what it has compiled by itself; gives what keeps it for the others. Beside the program, where only those write
 * who could as well change it: left alone Node keeps it in a folder for temporary files, and runs what others have laid there.
 */
function keepCompiled() {
  const { join } = require('node:path');
  const folder = join(__dirname, '..');
  const keptFolder = join(folder, 'node_modules', '.cache', 'audit');
  // One `sudo audit` would leave folders in somebody's program that he cannot remove.
  const isOurs = process.getuid === undefined || require('node:fs').statSync(folder).uid === process.getuid();
  if (Number(process.versions.node.split('.')[0]) >= 22) {
    if (isOurs) require('node:module').enableCompileCache?.(keptFolder);
    return () => {};
  }
  // Now and then, for looking takes 5 ms.
  const isGrowing = isOurs && process.pid % 16 === 0;
  const { useCompiled } = require('./compiled.js');
  const keep = useCompiled(join(folder, 'dist'), keptFolder, isGrowing);
  return isOurs ? keep : () => {};
}

/**
 * By itself V8 lets garbage grow to four times what is in use before it collects all of it: an export of a million events would take
 * a third more memory than one of 20,000, and not a moment less time.
 */
function tendGarbage() {
  require('node:v8').setFlagsFromString('--heap-growing-percent=40');
}

function fail(error) {
  const isUnbuilt = /^(ERR_)?MODULE_NOT_FOUND$/.test(error.code) && String(error.message).includes('dist');
  process.stderr.write(
    isUnbuilt
      ? 'audit has not been built yet: run `npm ci` (or `npm run build`) in its folder first.\n'
      : `${error.stack}\n`,
  );
  process.exitCode = 1;
}
