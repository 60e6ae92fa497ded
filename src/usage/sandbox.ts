/** How `audit sandbox` and the commands below it are typed. */
import type { Command } from 'commander';
import type { ServeFlags } from '../commands/sandbox.js';
import { UsageError } from '../errors.js';
import { addCommand, addExamples, type Run, textOrJson } from './command.js';
import { declareDo } from './sandbox-do.js';
import { declareSimulate } from './sandbox-simulate.js';

/** Its commands, their flags and their help. */
export function declare(command: Command, run: Run): void {
  const serve = addCommand(command, 'serve', 'keep it up on a port of this machine, until Ctrl-C');
  serve
    .addOption(serve.createOption('--port <port>', 'a free one unless given').argParser(parsePort))
    .option(
      '--faults [list]',
      'on a bad day, e.g. errors=5%,limit=10/10s,cut=2%; without a list: which there are',
    )
    .option('--token-life <span>', 'tokens expire after it, as the service’s do after about 1h; else never')
    .action((flags: ServeFlags) =>
      run(async (context, globals) =>
        (await import('../commands/sandbox.js')).serveSandbox(flags, context, globals),
      ),
    );
  addExamples(serve, [
    ['audit sandbox serve', 'prints its address, a token, and what to export'],
    ['audit sandbox serve --port 4141 &', 'in the background, at a known address'],
    ['audit sandbox serve --faults errors=5%,latency=50ms-1s,strict', 'what a script must bear'],
  ]);

  const info = addCommand(command, 'info', 'what it holds: events, records, users, and where it is kept');
  info
    .addOption(textOrJson(info))
    .action(({ format }: { format: string }) =>
      run(async (context, globals) =>
        (await import('../commands/sandbox.js')).showInfo(format, context, globals),
      ),
    );
  addExamples(info, [['audit sandbox info', 'how much there is, and since when']]);

  declareSimulate(command, run);
  declareDo(command, run);

  const reset = addCommand(command, 'reset', 'throw it away and live its 60 days anew, until now');
  reset.action(() =>
    run(async (context, globals) => (await import('../commands/sandbox.js')).resetSandbox(context, globals)),
  );
  addExamples(reset, [['audit sandbox reset', 'as if it were used for the first time']]);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new UsageError('bad-port', `--port is “${text}”, which is no port.`, {
    hint: 'Ports go from 1 to 65535.',
  });
}
