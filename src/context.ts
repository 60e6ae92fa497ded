/** The ports: the one value that holds the outside world. Types only; `main` builds the real one, tests build theirs. */

/** A stream that a person or a program reads. `write` resolves when more may be written (back-pressure). */
export interface OutputStream {
  readonly isTerminal: boolean;
  /** Width in columns; undefined where nobody knows. `COLUMNS` has been taken into account. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Whether colour is wanted here: terminal, NO_COLOR, FORCE_COLOR, --no-color and TERM have been taken into account. */
  readonly hasColor: boolean;
  /** @throws ClosedOutputError when the reader has gone away (`| head`): a quiet end, never an error text. */
  write(chunk: string | Uint8Array): Promise<void>;
}

export interface InputStream {
  readonly isTerminal: boolean;
  /** Everything up to the end, decoded as UTF-8. */
  readAll(): Promise<string>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface NetworkRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Bound on the time to the first byte and on each silence after it. */
  readonly timeoutMs: number;
}

export interface NetworkResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, proven complete (length or chunked end seen). */
  readonly body: Uint8Array;
}

/** HTTP without redirects, retries or opinions. */
export interface Network {
  /** @throws NetworkFailure when there is no whole answer; the signal's reason when it is aborted. */
  request(request: NetworkRequest): Promise<NetworkResponse>;
  close(): Promise<void>;
}

/** Questions to a person. Only asked where stdin and stderr are terminals; rendered on stderr. */
export interface Prompts {
  text(message: string): Promise<string>;
  secret(message: string): Promise<string>;
  confirm(message: string, byDefault: boolean): Promise<boolean>;
  select<T>(message: string, choices: readonly { readonly name: string; readonly value: T }[]): Promise<T>;
  /** As select, for long lists: what is typed narrows them down. */
  search<T>(message: string, choices: readonly { readonly name: string; readonly value: T }[]): Promise<T>;
}

/** Which header carries the token; `account-api.md`: accounts differ. */
export type AuthStyle = 'bearer' | 'token-id';

/** What is remembered of a connection to an account; the token is kept apart. */
export interface Profile {
  readonly name: string;
  readonly apiUrl: string;
  readonly locationId: string;
  readonly auth: AuthStyle;
  readonly timeZone?: string;
  readonly readOnly?: boolean;
  /** `POST /path/{eventId}`: the account's own restore route, where the person named one. */
  readonly restoreRoute?: string;
  /** The shell command that writes the token, where it is kept in a vault instead of here. */
  readonly tokenCommand?: string;
  /** What login saw, for `status` and `profile list`; never used to decide anything. */
  readonly accountName?: string;
  readonly userName?: string;
}

/** Where profiles live. Nothing is read or written before a method is called. */
export interface ProfileStore {
  list(): Promise<readonly Profile[]>;
  get(name: string): Promise<Profile | undefined>;
  save(profile: Profile): Promise<void>;
  remove(name: string): Promise<boolean>;
  /** One step: no reader sees both names or neither. */
  rename(from: string, to: string): Promise<void>;
  currentName(): Promise<string | undefined>;
  use(name: string): Promise<void>;
}

/** Where tokens live. `place` is said to the person, e.g. "the file … (mode 0600)". */
export interface TokenStore {
  get(profileName: string): Promise<string | undefined>;
  set(profileName: string, token: string): Promise<{ readonly place: string }>;
  /** Gives whether there was one. */
  remove(profileName: string): Promise<boolean>;
  /** Where the token is, without asking for it; undefined where none is kept. */
  place(profileName: string): Promise<string | undefined>;
}

/** The embedded account, up on a loopback port of the moment. */
export interface RunningSandbox {
  readonly apiUrl: string;
  readonly locationId: string;
  /** An account administrator's session token. */
  readonly token: string;
  /** A session token that is good in this location, which may be another one of the company. */
  readonly tokenFor?: (locationId: string) => string;
  close(): Promise<void>;
}

/** Words that carry colour; without colour each gives back its text. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly quiet: (text: string) => string;
}

/** What only a terminal can do; each method imports what it needs when it is called. */
export interface Terminal {
  palette(stream: OutputStream): Promise<Palette>;
  /** A line that is redrawn on stderr; silent where stderr is no terminal. Appears only after 200 ms. */
  progress(text: string): Progress;
  prompts: Prompts;
  /** `stdout` through the person's pager, for what may be longer than the screen; undefined where there is no use for one. */
  page(stdout: OutputStream): PagedOutput | undefined;
  /** The whole screen, until it is closed; undefined where nobody sits at one that can be drawn on. */
  openScreen(): Screen | undefined;
}

/** A key as it was pressed. */
export interface Key {
  /** `up`, `pagedown`, `enter`, `escape`, `backspace`, `ctrl-c`…; for what types something, that text. */
  readonly name: string;
  /** What it types; empty for keys that type nothing. */
  readonly text: string;
}

/** What a person does at the screen. */
export type ScreenInput = { readonly kind: 'key'; readonly key: Key } | { readonly kind: 'resize' };

/** A terminal's screen of which every cell is ours. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** What is done next, one at a time, in order. @throws InterruptedError when the terminal goes away, or at a signal */
  next(): Promise<ScreenInput>;
  /** Shows these lines, the first on top; none may be wider than the screen, and none is kept from one call to the next. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back as it was found; safe to call twice. */
  close(): void;
}

/** An output that a person leafs through. Leaving it early is a ClosedOutputError for whoever still writes. */
export interface PagedOutput extends OutputStream {
  /** Resolves when the person has left. */
  close(): Promise<void>;
}

export interface Progress {
  update(text: string): void;
  /** Clears the line; safe to call twice. */
  stop(): void;
}

/** Who runs this, where: for what is signed with a name, and for locks. */
export interface Runner {
  /** The name under which the system knows the person; undefined where it knows none. */
  readonly userName: string | undefined;
  readonly hostName: string;
  readonly processId: number;
  /** Without a leading v. */
  readonly nodeVersion: string;
  /** What starts this program again, whatever the folder and the PATH: Node and the script, absolute. */
  readonly command?: readonly [node: string, script: string];
  /** Whether a process of this machine is alive. */
  isRunning(processId: number): boolean;
}

/** The outside world, whole. */
export interface Context {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Aborted by Ctrl-C and its like; the reason is an InterruptedError. */
  readonly signal: AbortSignal;
  /** The machine's IANA time zone; asked for only where nothing else names one, for the answer takes 12 ms. */
  machineTimeZone(): string;
  readonly runner: Runner;
  readonly version: string;
  readonly network: Network;
  readonly terminal: Terminal;
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  /** Runs a profile's token command and gives the token. @throws AccessError when it gives none */
  tokenFromCommand(command: string): Promise<string>;
  /** Absolute; made by whoever writes there first. */
  readonly dataFolder: string;
  readonly configFolder: string;
  /** Opens the embedded account in the data folder and serves it on loopback until closed. */
  startSandbox(): Promise<RunningSandbox>;
}
