/** The command line as a whole: which commands there are, what a line asks for, and how its end becomes an exit code. */
import type { Command, CommanderError, Help } from 'commander';
import type { GlobalFlags, Work } from './commands/command.js';
import type { Context, OutputStream } from './context.js';
import { ClosedOutputError, type ExitCode, exitCodes, UsageError } from './errors.js';
import { commandGroups } from './usage/catalogue.js';
import { addCommand, sentence } from './usage/command.js';
import { assumedColumns } from './usage/page.js';

/**
 * Runs one command line and gives its exit code; writes nothing but to the context's streams and never throws.
 * `argv` begins with the first word after `audit`. `onToken` is told of each token that becomes known, before anything is done with it.
 */
export async function run(
  argv: readonly string[],
  outside: Context,
  onToken: (token: string) => void = () => {},
): Promise<ExitCode> {
  onToken(outside.environment['AUDIT_TOKEN'] ?? '');
  const colored = argv.includes('--no-color') ? withoutColor(outside) : outside;
  const context = argv.includes('--no-pager') ? withoutPager(colored) : colored;
  try {
    const asked = await parse(argv, context);
    if (asked.kind === 'print') {
      await context.stdout.write(asked.text);
      return exitCodes.done;
    }
    const [{ withJournal }, { discreet }] = await Promise.all([
      import('./commands/journal-keeping.js'),
      import('./commands/discretion.js'),
    ]);
    return await withJournal(argv, discreet(context, onToken), (watched, witness) =>
      ending(argv, watched, () => asked.work(watched, { ...asked.globals, witness })),
    );
  } catch (error) {
    return endingOf(error, argv, context);
  }
}

async function ending(
  argv: readonly string[],
  context: Context,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    return endingOf(error, argv, context);
  }
}

async function endingOf(error: unknown, argv: readonly string[], context: Context): Promise<ExitCode> {
  if (error instanceof ClosedOutputError) return exitCodes.done;
  const { reportFailure } = await import('./commands/failure.js');
  return reportFailure(error, argv, context);
}

type Asked =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'work'; readonly work: Work; readonly globals: GlobalFlags };

/** What the line asks for; help and version are text, and touch nothing. */
async function parse(argv: readonly string[], context: Context): Promise<Asked> {
  if (argv.length === 1 && argv[0] === '--version') return { kind: 'print', text: `${context.version}\n` };
  const [{ Command }, { formatHelp }] = await Promise.all([import('commander'), import('./help.js')]);
  const printed: string[] = [];
  let work: Work | undefined;
  const program = declareProgram(new Command('audit'), formatHelp, context, printed);
  const typed = commandWord(argv);
  await declareCommands(
    program,
    (name) => name === typed,
    (chosen) => {
      work = chosen;
    },
  );
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.exitCode !== 0 && error.code !== 'commander.help')
      throw toUsageError(error, commandPath(program, argv));
  }
  return work === undefined
    ? { kind: 'print', text: printed.join('') }
    : { kind: 'work', work, globals: program.opts<GlobalFlags>() };
}

/** The program with every command declared and none run: for what describes it. */
export async function declareWhole(): Promise<Command> {
  const [{ Command }, { formatHelp }] = await Promise.all([import('commander'), import('./help.js')]);
  const nowhere = { version: '', stdout: { columns: undefined } };
  const program = declareProgram(new Command('audit'), formatHelp, nowhere, []);
  await declareCommands(
    program,
    () => true,
    () => {},
  );
  return program;
}

function declareProgram(
  program: Command,
  formatHelp: Help['formatHelp'],
  context: { readonly version: string; readonly stdout: Pick<OutputStream, 'columns'> },
  printed: string[],
): Command {
  const print = (text: string) => {
    printed.push(text);
  };
  const columns = () => context.stdout.columns ?? assumedColumns;
  return program
    .description('The audit log of a HoopAI account: who changed what, is this all of it, and bring it back.')
    .usage('<command> [flags]')
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: print,
      outputError: () => {},
      getOutHelpWidth: columns,
      getErrHelpWidth: columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) => command.name(),
      optionDescription: ({ description }) => description,
      formatHelp,
    })
    .helpOption('-h, --help', 'show this help')
    .version(context.version, '--version', 'show the version')
    .option('--profile <name>', 'the connected account to use (AUDIT_PROFILE)')
    .option('--sandbox', 'the embedded account; same as --profile sandbox')
    .option('--location <id>', 'the account (AUDIT_LOCATION)')
    .option('--api-url <url>', 'the API base (AUDIT_API_URL)')
    .option('--archive-folder <folder>', 'where the archive is (AUDIT_ARCHIVE_FOLDER)')
    .option('--tz <zone>', 'the zone that times are read and shown in, e.g. America/Chicago (AUDIT_TZ)')
    .option('--no-color', 'no colour (NO_COLOR)')
    .option('--no-pager', 'nothing through a pager (AUDIT_PAGER, PAGER)')
    .option('--quiet', 'nothing on stderr but what went wrong')
    .option('--verbose', 'requests and waits on stderr; no secret in it')
    .addHelpText('after', ({ command }) => (command === program ? firstSteps : ''));
}

const firstSteps = `
First steps:
  $ audit list --sandbox                          look around in the embedded account
  $ audit login                                   connect your own
  $ audit list --user maria --since 7d            what did Maria do this week
  $ audit export --since 2026-10-01 > report.csv  everything since October, for a spreadsheet

audit <command> --help has each command's flags and examples.`;

async function declareCommands(
  program: Command,
  isWanted: (name: string) => boolean,
  run: (work: Work) => void,
): Promise<void> {
  for (const [group, entries] of Object.entries(commandGroups)) {
    program.commandsGroup(group);
    for (const { name, summary, load } of entries) {
      const command = addCommand(program, name, summary);
      if (isWanted(name)) (await load()).declare(command, run);
    }
  }
  program.helpCommand('help [command]', 'the help of a command');
}

/** The first word that is a command's name and not a global flag's value. */
function commandWord(argv: readonly string[]): string | undefined {
  const names = new Set(Object.values(commandGroups).flatMap((entries) => entries.map(({ name }) => name)));
  const takesValue = new Set(['--profile', '--location', '--api-url', '--archive-folder', '--tz']);
  return argv.find((word, index) => names.has(word) && !takesValue.has(argv[index - 1] ?? ''));
}

/** The names down to the command that was meant, as far as it can be told: `archive`, `hold`, `add`. */
function commandPath(program: Command, argv: readonly string[]): readonly string[] {
  const path: string[] = [];
  let at: Command | undefined = program;
  const first = commandWord(argv);
  for (const word of first === undefined ? [] : argv.slice(argv.indexOf(first))) {
    const below: Command | undefined = at.commands.find((command) => command.name() === word);
    if (below === undefined) continue;
    path.push(word);
    at = below;
  }
  return path;
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

/** commander's words, in our form: what is wrong, then what to type. */
function toUsageError(error: CommanderError, path: readonly string[]): UsageError {
  const [message = '', ...suggestion] = error.message.replace(/^error: /, '').split('\n');
  const help = `See: ${['audit', ...path, '--help'].join(' ')}`;
  return new UsageError(
    kebab(error.code.replace('commander.', '')),
    `${sentence(message.replace(/\.$/, ''))}`,
    {
      hint: [...suggestion.map((line) => line.replace(/[()]/g, '')), help].join('\n'),
      cause: error,
    },
  );
}

function kebab(camel: string): string {
  return camel.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

function withoutColor(context: Context): Context {
  const plain = (stream: Context['stdout']): Context['stdout'] => ({
    get isTerminal() {
      return stream.isTerminal;
    },
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    hasColor: false,
    write: (chunk) => stream.write(chunk),
  });
  return { ...context, stdout: plain(context.stdout), stderr: plain(context.stderr) };
}

function withoutPager(context: Context): Context {
  return { ...context, terminal: { ...context.terminal, page: () => undefined } };
}
