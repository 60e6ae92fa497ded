/** What the file system refuses, as our errors: which of them is a matter of how the command was typed, and which of the disk. */
import { AuditError, IncompleteError, UsageError } from '../errors.js';

/** The system's code, e.g. `ENOSPC`; undefined for what is no error of the system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  return String(error.code);
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it lies on a read-only disk',
  ENOENT: 'the folder is not there',
  ENOTDIR: 'what should be a folder is a file',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link, or its links go round in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'files may not grow that large here',
  EIO: 'the disk fails',
  ETXTBSY: 'it is in use',
  EBUSY: 'it is in use',
};

const diskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

/** A place that cannot be written to, before anything was: the flag is to be typed differently, unless it is the disk. */
export function cannotOpen(error: unknown, path: string): AuditError {
  const code = systemCode(error);
  if (code === undefined) throw error;
  if (diskCodes.has(code)) return cannotWrite(error, path);
  return new UsageError('target-not-writable', `${path} cannot be written: ${wordOf(code)} (${code}).`, {
    hint: 'Name another place with -o. Nothing was changed.',
    cause: error,
  });
}

/** A place that failed while it was written to. */
export function cannotWrite(error: unknown, path: string): AuditError {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return new IncompleteError('output-failed', `${path} could not be written: ${wordOf(code)} (${code}).`, {
    hint: 'Mend that and run the command again.',
    cause: error,
  });
}

/** A disk that is full or fails, wherever that was met; undefined for what is no matter of the disk. */
export function diskFailure(error: unknown): AuditError | undefined {
  if (!diskCodes.has(systemCode(error) ?? '')) return undefined;
  const path = error instanceof Error && 'path' in error ? String(error.path) : 'A file of this program';
  return cannotWrite(error, path);
}

const readingWords: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOENT: 'it is not there',
};

/** A file that cannot be read. */
export function cannotRead(error: unknown, path: string): AuditError {
  if (error instanceof AuditError) return error;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_FS_FILE_TOO_LARGE')
    return tooLargeToRead(path);
  const code = systemCode(error);
  if (code === undefined) throw error;
  const word = readingWords[code] ?? wordOf(code);
  return new UsageError('file-not-readable', `${path} cannot be read: ${word} (${code}).`, { cause: error });
}

/** A file that nobody here has written, and that no memory should be filled with. */
export function tooLargeToRead(path: string): UsageError {
  return new UsageError('file-not-readable', `${path} cannot be read: it is too large.`);
}

function wordOf(code: string): string {
  return words[code] ?? 'the system refuses';
}
