/** A place where Swoole processes run. Only the adapter of its scheme parses `address`. */
export type Target = {
  /** `local`, `exec`, `demo`, `recording` ... */
  readonly scheme: string;
  /** The URI of contract part 1, printable: what looks like a secret in it is masked. */
  readonly uri: string;
  /** What the adapter needs to open it. */
  readonly address: readonly string[];
};

/** What is called by a name in its scheme, without anything else that its adapter needs. */
export const targetOf = (scheme: string, name: string): Target => ({
  scheme,
  uri: `${scheme}://${name}`,
  address: [name],
});
