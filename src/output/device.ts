/** A pipe or a device as an output: written to as it is, for there is nothing that could be renamed into its place. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { OutputStream } from '../context.js';
import { ClosedOutputError } from '../errors.js';
import { cannotOpen, cannotWrite, systemCode } from '../files/file-failure.js';

export interface Device extends OutputStream {
  close(): Promise<void>;
}

/**
 * Opens it for writing; nothing in it is cut off.
 *
 * @throws UsageError where it cannot be opened; its writes IncompleteError where it takes no more.
 */
export async function openDevice(path: string): Promise<Device> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND).catch((error: unknown) => {
    throw cannotOpen(error, path);
  });
  return {
    isTerminal: false,
    columns: undefined,
    rows: undefined,
    hasColor: false,
    async write(chunk) {
      try {
        await file.appendFile(chunk);
      } catch (error) {
        if (systemCode(error) === 'EPIPE') throw new ClosedOutputError('the reader has gone away');
        throw cannotWrite(error, path);
      }
    },
    close: () => file.close(),
  };
}
