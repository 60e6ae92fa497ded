/** The declared commands as the plain data that completing reads; apart from completing itself, which must not load them. */
import type { Argument, Command, Option } from 'commander';
import { spelledValues } from '../audit/spelled-value.js';
import type { CommandGrammar, FlagGrammar, Grammar, Values } from '../completion/grammar.js';
import { shells } from '../completion/shell.js';
import { fieldNames } from '../output/fields.js';
import { formatNames } from '../output/formats.js';
import { valueKinds } from './value-kind.js';

/** Where a flag's values come from, by its name without dashes. */
const kindsOfFlags: Readonly<Record<string, Values>> = {
  user: 'users',
  'not-user': 'users',
  type: 'types',
  'not-type': 'types',
  module: 'modules',
  'not-module': 'modules',
  source: 'sources',
  'not-source': 'sources',
  object: 'objects',
  since: 'times',
  until: 'times',
  fields: 'fields',
  columns: 'fields',
  profile: 'profiles',
  tz: 'zones',
  output: 'files',
  format: formatNames,
};

/** Where an argument's values come from, by its name. */
const kindsOfArguments: Readonly<Record<string, Values>> = {
  eventId: 'events',
  name: 'profiles',
  command: 'commands',
  files: 'files',
  kind: valueKinds,
  shell: shells,
};

/** Whose event ids are deletions that can be brought back. */
const restoring = 'restore';

/** Of the whole program, every command declared. */
export function grammarOf(program: Command): Grammar {
  return {
    program: commandGrammar(program),
    vocabulary: {
      types: vocabulary('type'),
      modules: vocabulary('module'),
      sources: vocabulary('source'),
    },
    fields: fieldNames,
  };
}

function vocabulary(kind: 'type' | 'module' | 'source'): Grammar['vocabulary']['types'] {
  return spelledValues(kind, []).map(({ spelling, label }) => [spelling, label] as const);
}

function commandGrammar(command: Command): CommandGrammar {
  const helper = command.createHelp();
  return {
    text: command.summary(),
    flags: helper.visibleOptions(command).map(flagGrammar),
    arguments: command.registeredArguments.map((argument) => argumentValues(argument, command)),
    commands: Object.fromEntries(
      helper.visibleCommands(command).map((child) => [child.name(), commandGrammar(child)] as const),
    ),
  };
}

function flagGrammar(option: Option): FlagGrammar {
  const { long, short, description, argChoices, required, optional } = option;
  const names = [long, short].filter((name) => typeof name === 'string');
  // An optional value is only one after `=`: what follows the flag is something else.
  if (!required && !optional) return { names, text: description };
  const values = argChoices ?? kindsOfFlags[(long ?? '').replace(/^--/, '')] ?? 'nothing';
  return { names, text: description, values };
}

function argumentValues(argument: Argument, command: Command): Values {
  const name = argument.name();
  if (name === 'eventId' && command.name() === restoring) return 'deletions';
  return argument.argChoices ?? kindsOfArguments[name] ?? 'nothing';
}
