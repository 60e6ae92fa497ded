/**
 * One run at a time for one target: a mark beside it that names the process which holds it, and gives way when that has died. Its few
 * calls to the disk wait for one another, so they are made in place: the threads that promises of files start take longer than all.
 */
import { readFileSync, readlinkSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { isObject } from '../audit/json-value.js';
import type { Clock, Runner } from '../context.js';
import { UsageError } from '../errors.js';
import { cannotOpen, systemCode } from './file-failure.js';

interface Holder {
  readonly processId: number;
  readonly hostName: string;
  readonly since: string;
}

/** FAT knows no links, Windows gives them to few. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** Others may come and go while we look; somebody who meets that many of them had better be told. */
const mostTries = 20;

/**
 * Does the work while holding the lock; `target` is how the person called it.
 *
 * @throws UsageError `target-in-use` when another run holds it; what the work throws.
 */
export async function withLock<T>(
  lockPath: string,
  target: string,
  { runner, clock }: { readonly runner: Runner; readonly clock: Pick<Clock, 'nowMs'> },
  work: () => Promise<T>,
): Promise<T> {
  const { processId, hostName } = runner;
  const holder: Holder = { processId, hostName, since: new Date(clock.nowMs()).toISOString() };
  acquire(lockPath, target, holder, runner);
  try {
    return await work();
  } finally {
    remove(lockPath);
  }
}

function acquire(lockPath: string, target: string, holder: Holder, runner: Runner): void {
  let other: Holder | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (create(lockPath, target, holder)) return;
    const text = readIfThere(lockPath);
    if (text === undefined) continue;
    other = parseHolder(text);
    if (other === undefined || !isDead(other, runner)) break;
    takeAway(lockPath, text, runner.processId);
  }
  throw inUse(lockPath, target, other);
}

/**
 * A link that leads nowhere, whose text is the holder (as Emacs does it): made in one stroke, so that a process killed
 * while it takes the lock leaves no lock without a name. A file where links cannot be made.
 */
function create(lockPath: string, target: string, holder: Holder): boolean {
  const text = JSON.stringify(holder);
  try {
    link(text, lockPath);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw cannotOpen(error, target);
  }
}

function link(text: string, path: string): void {
  try {
    symlinkSync(text, path);
  } catch (error) {
    if (!withoutLinks.has(systemCode(error) ?? '')) throw error;
    writeFileSync(path, text, { flag: 'wx' });
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readLink(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw cannotOpen(error, path);
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== 'EINVAL' && systemCode(error) !== 'UNKNOWN') throw error;
    return readFileSync(path, 'utf8');
  }
}

/** Also where somebody has done it before. */
function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { processId, hostName, since } = value;
    return typeof processId === 'number' && typeof hostName === 'string' && typeof since === 'string'
      ? { processId, hostName, since }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Our own number on a lock that we have not taken was another's before us: containers count from 1. */
function isDead({ processId, hostName }: Holder, runner: Runner): boolean {
  if (hostName !== runner.hostName) return false;
  return processId === runner.processId || !runner.isRunning(processId);
}

/** Moved aside first: whoever else saw the same stale lock may have replaced it by a good one meanwhile, which goes back. */
function takeAway(lockPath: string, stale: string, processId: number): void {
  const aside = `${lockPath}.${processId}`;
  try {
    renameSync(lockPath, aside);
    const taken = readIfThere(aside);
    if (taken !== undefined && taken !== stale) symlinkSync(taken, lockPath);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    remove(aside);
  }
}

function inUse(lockPath: string, target: string, holder: Holder | undefined): UsageError {
  const who =
    holder === undefined
      ? 'another run'
      : `process ${holder.processId} on ${holder.hostName}, since ${holder.since}`;
  return new UsageError('target-in-use', `${target} is being written by ${who}.`, {
    hint: `Wait for it, or name another place. If nothing of that kind is running any more, remove ${lockPath}`,
  });
}
