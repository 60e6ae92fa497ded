/** How a help page is laid out: first what a newcomer looks for, last the flags that every command has; commander's own order is the other way round. */
import type { Command, Help, Option } from 'commander';

/** The text of a command's help page, without its examples. */
export function formatHelp(command: Command, helper: Help): string {
  const termWidth = helper.padWidth(command, helper);
  const item = (term: string, description: string) => helper.formatItem(term, termWidth, description, helper);
  const optionLine = (option: Option) => item(helper.optionTerm(option), helper.optionDescription(option));
  const visible = helper.visibleOptions(command);
  const isShared = (option: Option) => option.long === '--help' || command.parent === null;
  const own = visible.filter((option) => !isShared(option));
  const ofEveryCommand = new Set(rootOf(command).options);
  const globals = helper.visibleGlobalOptions(command).filter((option) => ofEveryCommand.has(option));
  const shared = [...globals, ...visible.filter(isShared)];

  const sections = [
    section('Arguments:', helper.visibleArguments(command), (argument) =>
      item(helper.argumentTerm(argument), helper.argumentDescription(argument)),
    ),
    ...grouped(helper.visibleCommands(command), (child) => child.helpGroup() || 'Commands:').map(
      ([heading, children]) =>
        section(heading, children, (child) =>
          item(helper.subcommandTerm(child), helper.subcommandDescription(child)),
        ),
    ),
    ...grouped(own, ({ helpGroupHeading = 'Flags:' }) => helpGroupHeading).map(([heading, options]) =>
      section(heading, options, optionLine),
    ),
    section('Flags of every command:', shared, optionLine),
  ];
  const usage = `Usage: ${helper.commandUsage(command).replace('[options]', '[flags]')}`;
  return [usage, helper.commandDescription(command), ...sections.filter((text) => text !== '')]
    .join('\n\n')
    .concat('\n');
}

/** A command below another does not take the flags of the one above it. */
function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function section<T>(heading: string, items: readonly T[], line: (item: T) => string): string {
  return items.length === 0 ? '' : [heading, ...items.map(line)].join('\n');
}

function grouped<T>(
  items: readonly T[],
  headingOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const heading = headingOf(item);
    groups.set(heading, [...(groups.get(heading) ?? []), item]);
  }
  return [...groups];
}
