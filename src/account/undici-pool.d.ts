/** The one module of undici that is loaded: its index takes four times as long, for fetch, WebSocket and caches that nobody here uses. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool } from 'undici';

  const PoolClass: typeof Pool;
  export default PoolClass;
}
