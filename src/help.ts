/** A command as its help page: first what a newcomer looks for, last the flags that every command has; commander's own order is the other way round. */
import type { Command, Help, Option } from 'commander';
import { type HelpPage, type PageItem, pageText } from './usage/page.js';

/** The text of a command's help page, without its examples: as commander asks for it. */
export function formatHelp(command: Command, helper: Help): string {
  return pageText(pageOf(command, helper), helper.helpWidth ?? 0);
}

/** The pages of a program and all commands below it, by what is typed before `--help`: '', 'list', 'sandbox serve'… */
export function pagesOf(program: Command): Readonly<Record<string, HelpPage>> {
  return Object.fromEntries(
    withAllBelow(program, '').map(([path, command]) => {
      const page = pageOf(command, command.createHelp());
      return [path, { ...page, closing: closingOf(command) }];
    }),
  );
}

function withAllBelow(command: Command, path: string): readonly (readonly [string, Command])[] {
  const below = command.commands.flatMap((child) =>
    withAllBelow(child, path === '' ? child.name() : `${path} ${child.name()}`),
  );
  return [[path, command], ...below];
}

/** What is added below the page itself: commander gives it only while it prints. */
function closingOf(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ ...command.configureOutput(), writeOut: (text) => void written.push(text) });
  command.outputHelp();
  return written.slice(1).join('');
}

function pageOf(command: Command, helper: Help): HelpPage {
  const visible = helper.visibleOptions(command);
  const isShared = (option: Option) => option.long === '--help' || command.parent === null;
  const own = visible.filter((option) => !isShared(option));
  const ofEveryCommand = new Set(rootOf(command).options);
  const globals = helper.visibleGlobalOptions(command).filter((option) => ofEveryCommand.has(option));
  const flag = (option: Option): PageItem => [helper.optionTerm(option), helper.optionDescription(option)];
  const sections = [
    {
      heading: 'Arguments:',
      items: helper
        .visibleArguments(command)
        .map((argument): PageItem => [helper.argumentTerm(argument), helper.argumentDescription(argument)]),
    },
    ...grouped(
      helper.visibleCommands(command),
      (child) => child.helpGroup() || 'Commands:',
      (child) => [helper.subcommandTerm(child), helper.subcommandDescription(child)],
    ),
    ...grouped(own, ({ helpGroupHeading = 'Flags:' }) => helpGroupHeading, flag),
    { heading: 'Flags of every command:', items: [...globals, ...visible.filter(isShared)].map(flag) },
  ];
  return {
    usage: helper.commandUsage(command).replace('[options]', '[flags]'),
    description: helper.commandDescription(command),
    sections: sections.filter(({ items }) => items.length > 0),
    closing: '',
  };
}

/** A command below another does not take the flags of the one above it. */
function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function grouped<T>(
  items: readonly T[],
  headingOf: (item: T) => string,
  shown: (item: T) => PageItem,
): HelpPage['sections'] {
  const groups = new Map<string, PageItem[]>();
  for (const item of items) {
    const heading = headingOf(item);
    groups.set(heading, [...(groups.get(heading) ?? []), shown(item)]);
  }
  return [...groups].map(([heading, shownItems]) => ({ heading, items: shownItems }));
}
