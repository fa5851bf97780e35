// One login per host, shared by all streams to it: a snapshot or a log beside the session costs no second one.
//
// It is a process of its own (`ssh -M -N`), not the first stream, with which all others would end. A shell that waits for the end of its stdin stands beside it:
// that comes when we end it and when we are killed, and then ssh, its socket and the folder go. Nothing runs for it in the target.
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { kept } from "../kept.ts";
import { runProgram, type Program } from "../program.ts";
import { options, sshWords, UNASKED, type Client } from "./client.ts";
import { faultOf } from "./complaints.ts";
import type { Host } from "./host.ts";

/** How a stream gets to its host. */
export type Way = {
  /** What ssh is told beside the rest. */
  readonly words: readonly string[];
  /** The login of ours that carries it; null: it logs in by itself, or over a connection of the user's. */
  readonly master: Program | null;
};

export type Place = {
  /** A folder for folders of sockets: ssh takes 104 bytes for a path, and puts 17 of its own behind ours. */
  readonly sockets: string;
};

/** A key that wants to be touched takes its time. */
const LOGIN_MS = 25_000;
const LOOK_MS = 15;
const CHECK_MS = 2000;
const LONGEST_FOLDER = 70;
/**
 * Logs in, unless the user has a connection of his own open there: then that one carries us, also where only he could have opened it, and is never ended by us.
 * Aborting `signal` ends what was begun, now or later.
 * @throws TransportError `command-not-found`; what the words of ssh mean; `silent` where it says none and does not get in
 */
export async function logIn(client: Client & Place, host: Host, signal: AbortSignal): Promise<Way> {
  if (await isConnected(client, host, signal)) return ALONG;
  const folder = signal.aborted ? null : await socketFolder(client);
  if (folder === null) return ALONE;
  const socket = join(folder, "s");
  const own = ["-M", "-N", ...options([`ControlPath=${socket}`])];
  const command = kept([...UNASKED, ...sshWords(client, host, own)], folder);
  const master = await runProgram(command, signal);
  drained(master).catch(() => undefined);
  const gone = master.ended
    .then(() => rm(folder, { recursive: true, force: true }))
    .catch(() => undefined);
  const isUp = await appeared(socket, gone, signal);
  if (isUp === null) {
    throw new TransportError({ kind: "silent", detail: untrustedText("no login yet") });
  }
  if (isUp) return { words: options(["ControlMaster=no", `ControlPath=${socket}`]), master };
  const fault = faultOf(master.complaint());
  if (fault !== null) throw new TransportError(fault);
  return ALONE;
}

/** Over the path of the user's configuration. */
const ALONG: Way = { words: options(["ControlMaster=no"]), master: null };
const ALONE: Way = { words: options(["ControlMaster=no", "ControlPath=none"]), master: null };

/** Whether ssh would go over a connection that is there. Asks only this machine. */
async function isConnected(client: Client, host: Host, signal: AbortSignal): Promise<boolean> {
  const life = AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]);
  const check = await runProgram(sshWords(client, host, ["-O", "check"]), life);
  await drained(check);
  return check.ending() === "exit 0";
}

async function drained(program: Program): Promise<void> {
  for await (const chunk of program.stdout) void chunk;
}

/** A path that needs no quotes in an option of ssh. */
async function socketFolder({ sockets }: Place): Promise<string | null> {
  const isPlain = /^\/[\w./+-]*$/u.test(sockets) && sockets.length <= LONGEST_FOLDER;
  try {
    return await mkdtemp(join(isPlain ? sockets : "/tmp", "swtop-"));
  } catch {
    return null;
  }
}

/** Whether the socket came before its ssh was gone; null: neither, in all that time. */
async function appeared(
  socket: string,
  gone: Promise<void>,
  signal: AbortSignal,
): Promise<boolean | null> {
  const end = performance.now() + LOGIN_MS;
  let isGone = false;
  void gone.then(() => (isGone = true));
  const isOver = (): boolean => isGone || signal.aborted;
  while (!isOver()) {
    if (await isThere(socket)) return true;
    if (performance.now() > end) return null;
    await Promise.race([gone, later(LOOK_MS)]);
  }
  return false;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

export const later = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
