// What ssh is told. The user's own configuration decides whom it reaches, with which key and over which jumps; these words only take from it what asks, forwards or writes.
import type { Host } from "./host.ts";

export type Client = {
  /** Another configuration than the user's and the system's (`ssh -F`); null: theirs. */
  readonly config: string | null;
};

const OPTIONS = [
  "BatchMode=yes",
  "ConnectTimeout=8",
  // A link that is cut is known after 15 s, also where the kernel would wait for hours.
  "ServerAliveInterval=5",
  "ServerAliveCountMax=2",
  // It writes known_hosts.
  "UpdateHostKeys=no",
  // `RemoteCommand tmux attach` and a command of ours exclude each other.
  "RemoteCommand=none",
  "PermitLocalCommand=no",
  "ClearAllForwardings=yes",
  "Tunnel=no",
  // QUIET would not say why a login failed.
  "LogLevel=INFO",
  // Nothing of ours stays in the background.
  "ControlPersist=no",
];

/** BatchMode is not handed on to the ssh of a jump host: it has no terminal to ask on, and with this it opens no window, either. */
export const UNASKED = ["env", "SSH_ASKPASS_REQUIRE=never"];

/** The program with its options, and behind `own` the host: `--` keeps a host from being an option. No terminal, no agent, no X11 there. */
export const sshWords = (
  { config }: Client,
  { destination, port }: Host,
  own: readonly string[],
): readonly string[] => [
  "ssh",
  ...(config === null ? [] : ["-F", config]),
  "-Tax",
  ...options(OPTIONS),
  ...(port === null ? [] : ["-p", port]),
  ...own,
  "--",
  destination,
];

export const options = (settings: readonly string[]): readonly string[] =>
  settings.flatMap((setting) => ["-o", setting]);

/** ssh joins words with blanks for the login shell over there, whichever it is; `exec` so that this shell does not stay. */
export const remoteCommand = (argv: readonly string[]): string =>
  `exec ${argv.map(quoted).join(" ")}`;

const quoted = (word: string): string =>
  /^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
