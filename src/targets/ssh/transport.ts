import { tmpdir } from "node:os";
import type { Fault } from "../../domain/fault.ts";
import { TransportError, type Stream, type Transport } from "../../domain/ports/transport.ts";
import { runProgram, type Program } from "../program.ts";
import { remoteCommand, sshWords, UNASKED, type Client } from "./client.ts";
import { faultOf } from "./complaints.ts";
import { hostIn } from "./host.ts";
import { later } from "./login.ts";
import { sharedLogins } from "./shared.ts";

/** The connection breaks for its stream and for its login at the same time; the login says why. */
const LAST_WORDS_MS = 500;
const LONGEST_COMPLAINT = 2048;

/**
 * Hosts through the system's ssh and the user's configuration (decision 9). Never asks for anything, and writes no known_hosts.
 * A stream stays open as long as somebody in the target holds its stdout: sshd sees to that.
 *
 * @param config   another configuration than the user's, for tests
 * @param sockets  where the folders of control sockets are made
 */
export function sshTransport({
  config = null,
  sockets = tmpdir(),
}: Partial<Client> & { readonly sockets?: string } = {}): Transport {
  const client = { config, sockets };
  const logins = sharedLogins(client);
  return {
    scheme: "ssh",
    async open(target, argv, signal) {
      const host = hostIn(target);
      if (signal.aborted) return ENDED_ALREADY;
      const login = logins.enter(host);
      try {
        const way = await untilAborted(login.way, signal);
        if (way === null) {
          login.leave();
          return ENDED_ALREADY;
        }
        const command = [...UNASKED, ...sshWords(client, host, way.words), remoteCommand(argv)];
        const program = await runProgram(command, signal);
        void program.ended.then(login.leave);
        return way.master === null ? program : carriedBy(way.master, program);
      } catch (error) {
        login.leave();
        throw error;
      }
    },
    explain: (_target, { fault }) => Promise.resolve(meantBy(fault)),
  };
}

export const ssh = sshTransport();

/** ssh's words reach the session as the end of a stream, or as that of a shell which never came. */
function meantBy(fault: Fault): Fault {
  if (fault.kind !== "stream-ended" && fault.kind !== "no-shell") return fault;
  return faultOf(fault.detail ?? "") ?? fault;
}

async function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | null> {
  const settled = new AbortController();
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener("abort", () => resolve(null), { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    settled.abort();
  }
}

/** What was aborted before it began. */
const ENDED_ALREADY: Stream = {
  stdout: { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(NOTHING) }) },
  write: () => Promise.reject(new TransportError({ kind: "stream-ended", detail: null })),
  complaint: () => "",
  ending: () => "never started",
  clientPid: null,
};
const NOTHING = { done: true, value: undefined } as const;

/** A host that allows one session per login makes a client log in by itself: it says so, and goes on. When a connection breaks, its login says it better. */
const OF_SHARING = /^mux_client_.*\n?/gmu;

/** Over a login of ours: that process does the work, and knows why a connection broke. */
function carriedBy(master: Program, program: Program): Stream {
  const heardBefore = master.complaint();
  const words = (): string => {
    const all = master.complaint();
    return all.startsWith(heardBefore) ? all.slice(heardBefore.length) : all;
  };
  const complaint = (): string =>
    `${program.complaint().replace(OF_SHARING, "")}${master.ending() === null ? "" : words()}`;
  return {
    ...program,
    stdout: withLastWords(program, master),
    complaint: () => complaint().slice(-LONGEST_COMPLAINT),
    clientPid: master.clientPid,
  };
}

async function* withLastWords(program: Program, master: Program): AsyncGenerator<Uint8Array> {
  yield* program.stdout;
  // 255 is ssh itself
  if (program.ending() === "exit 255") await Promise.race([master.ended, later(LAST_WORDS_MS)]);
}
