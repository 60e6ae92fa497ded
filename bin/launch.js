// Switches the compile cache on where Node has one, and hands over; apart from audit.js, whose syntax an old Node must be able to read.
'use strict';

require('node:module').enableCompileCache?.();
if (process.argv[2] === '__complete') {
  // At every keystroke: what Node needs to load modules of the other kind would be a third of the whole time.
  const folder = require('node:path').join(__dirname, '..', 'dist', 'prompt');
  process.stdout.write(require('../dist/prompt/complete.js').answerShell(process, folder));
} else {
  import('../dist/main.js').catch((error) => {
    process.stderr.write(
      error.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes('dist')
        ? 'audit has not been built yet: run `npm ci` (or `npm run build`) in its folder first.\n'
        : `${error.stack}\n`,
    );
    process.exitCode = 1;
  });
}
