#!/usr/bin/env node
// Says which Node it needs before it imports anything; written so that a Node of any age can read it.
'use strict';

var needed = [20, 19];
var found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    'audit needs Node ' +
      needed.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer one (https://nodejs.org) and run the command again.\n',
  );
  process.exitCode = 1;
} else {
  require('./launch.js');
}
