/** The built program at a real pseudo-terminal: what is typed, and what stands on the screen. */
import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

export interface TerminalSession {
  /** Everything that came, escapes and all. */
  screen(): string;
  /** Resolves when the text has come; fails the test after `withinMs`. */
  sees(text: string | RegExp, withinMs?: number): Promise<void>;
  type(text: string): void;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** The exit code. */
  ended(): Promise<number>;
}

export function openTerminal(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { columns = 80, rows = 24 }: { readonly columns?: number; readonly rows?: number } = {},
): TerminalSession {
  const terminal: IPty = spawn(command, [...args], {
    cols: columns,
    rows,
    env: { ...env },
    name: env['TERM'] ?? 'xterm',
  });
  let text = '';
  let onChange: () => void = () => {};
  terminal.onData((data) => {
    text += data;
    onChange();
  });
  let hasEnded = false;
  const ended = new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => {
      hasEnded = true;
      resolve(exitCode);
      onChange();
    });
  });
  onTestFinished(() => {
    if (!hasEnded) terminal.kill();
  });
  return {
    screen: () => text,
    type: (keys) => terminal.write(keys),
    signal: (name) => terminal.kill(name),
    resize: ({ columns: cols, rows: lines }) => terminal.resize(cols, lines),
    ended: () => ended,
    sees(wanted, withinMs = 10_000) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) done(resolve);
          else if (hasEnded) done(() => reject(new Error(`ended without ${String(wanted)}:\n${text}`)));
        };
        const timer = setTimeout(
          () => done(() => reject(new Error(`waited in vain for ${String(wanted)}:\n${text}`))),
          withinMs,
        );
        const done = (settle: () => void) => {
          clearTimeout(timer);
          onChange = () => {};
          settle();
        };
        onChange = look;
        look();
      });
    },
  };
}
