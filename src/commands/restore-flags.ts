/** The flags of `audit restore`: how it is asked, how long it is waited for, and what is shown. */

export interface RestoreFlags {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly format: 'text' | 'json';
  readonly plan?: string;
  /** Milliseconds; true where the flag stands alone. */
  readonly wait?: number | true;
  readonly again?: true;
  readonly receipts?: true;
  readonly archive?: true;
}
