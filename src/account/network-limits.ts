/** What every client of the network keeps to, whichever carries a request. */
import type { Environment } from './proxy.js';

export interface NetworkOptions {
  /** Read for `HTTPS_PROXY` and `NO_PROXY`. */
  readonly environment?: Environment;
  /** Largest body that is taken, after decompression. */
  readonly maxBodyBytes?: number;
}

/** A page of 100 events of 2 MB each is legal; what is larger is no page. */
export const largestBodyBytes = 256 * 1024 * 1024;
/** Sockets per host: as many as the pace ever sends at once. */
export const connections = 20;
export const connectTimeoutMs = 10_000;
