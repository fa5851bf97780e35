/** A place where Swoole processes run. Only the adapter of its scheme parses `address`. */
export type Target = {
  /** `local`, `exec`, `demo`, `recording` ... */
  readonly scheme: string;
  /** The URI of contract part 1, printable: what looks like a secret in it is masked. */
  readonly uri: string;
  /** What the adapter needs to open it. */
  readonly address: readonly string[];
};
