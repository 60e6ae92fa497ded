/** Keeps tokens out of what is said: each that a command gets to know is taken out of its words from then on, whoever says them. */
import { Secrets } from '../account/secrets.js';
import type { Context, Prompts, Screen, Terminal, TokenStore } from '../context.js';
import { StreamAround } from './stream-around.js';

/** What opens the account, and what opens the store that an archive is published to. */
const secretVariables = ['AUDIT_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/**
 * The same world, which learns each token on its way to the command, from wherever it comes, and says none of them: not on stderr,
 * not on a screen, not in a question. What is written to stdout stays as it is: it is the account's data. `onToken` is told of each,
 * for whoever must be as discreet outside.
 */
export function discreet(context: Context, onToken: (token: string) => void): Context {
  const { environment, stdin, tokens, terminal } = context;
  const known = new Secrets();
  const learn = (token: string): string => {
    known.add(token);
    onToken(token);
    return token;
  };
  for (const name of secretVariables) learn(environment[name] ?? '');
  return {
    ...context,
    stderr: new DiscreetStream(context.stderr, known),
    terminal: discreetTerminal(terminal, known, learn),
    tokens: learningStore(tokens, learn),
    stdin: {
      isTerminal: stdin.isTerminal,
      readAll: async () => learn(await stdin.readAll()),
    },
    tokenFromCommand: async (command) => learn(await context.tokenFromCommand(command)),
    async startSandbox() {
      const sandbox = await context.startSandbox();
      learn(sandbox.token);
      return sandbox;
    },
  };
}

class DiscreetStream extends StreamAround {
  readonly #known: Secrets;

  constructor(inner: Context['stderr'], known: Secrets) {
    super(inner);
    this.#known = known;
  }

  write(chunk: string | Uint8Array): Promise<void> {
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    return this.inner.write(this.#known.without(text));
  }
}

function learningStore(tokens: TokenStore, learn: (token: string) => string): TokenStore {
  return {
    async get(name) {
      const token = await tokens.get(name);
      return token === undefined ? undefined : learn(token);
    },
    set: (name, token) => tokens.set(name, learn(token)),
    remove: (name) => tokens.remove(name),
    place: (name) => tokens.place(name),
  };
}

function discreetTerminal(terminal: Terminal, known: Secrets, learn: (token: string) => string): Terminal {
  return {
    palette: (stream) => terminal.palette(stream),
    progress(text) {
      const line = terminal.progress(known.without(text));
      return { update: (later) => line.update(known.without(later)), stop: () => line.stop() };
    },
    prompts: discreetPrompts(terminal.prompts, known, learn),
    page: (stdout) => terminal.page(stdout),
    openScreen() {
      const screen = terminal.openScreen();
      return screen === undefined ? undefined : discreetScreen(screen, known);
    },
  };
}

function discreetPrompts(prompts: Prompts, known: Secrets, learn: (token: string) => string): Prompts {
  const said = <C extends { readonly name: string }>(choices: readonly C[]) =>
    choices.map((choice) => ({ ...choice, name: known.without(choice.name) }));
  return {
    text: (message) => prompts.text(known.without(message)),
    secret: async (message) => learn(await prompts.secret(known.without(message))),
    confirm: (message, byDefault) => prompts.confirm(known.without(message), byDefault),
    select: (message, choices) => prompts.select(known.without(message), said(choices)),
    search: (message, choices) => prompts.search(known.without(message), said(choices)),
  };
}

function discreetScreen(screen: Screen, known: Secrets): Screen {
  return {
    get columns() {
      return screen.columns;
    },
    get rows() {
      return screen.rows;
    },
    next: () => screen.next(),
    // Line breaks are what pieces are told apart by; without them the whole screen is one look.
    draw: (lines) => screen.draw(known.without(lines.join('\n')).split('\n')),
    close: () => screen.close(),
  };
}
