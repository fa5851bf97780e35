import type { Fault, FaultKind } from "../domain/fault.ts";
import { show } from "../domain/text.ts";

/** One sentence for people: what is wrong, and what mends it. */
export function faultText({ kind, detail }: Fault): string {
  const shown = detail === null ? "" : show(detail).trim();
  return SENTENCES[kind](shown, shown === "" ? "" : `: ${shown}`);
}

/** What a detail names, and what is like it. */
const split = (detail: string): readonly [string, string] => {
  const at = detail.indexOf("; ");
  return at === -1 ? [detail, ""] : [detail.slice(0, at), detail.slice(at + 2)];
};

/** `colon`: the detail as it follows a clause; empty without one. */
type Sentence = (detail: string, colon: string) => string;

const SENTENCES: Readonly<Record<FaultKind, Sentence>> = {
  "command-not-found": (_, colon) =>
    `cannot start the command${colon}. Check its name, or give its full path.`,
  "no-shell": (_, colon) =>
    `no shell answered${colon}. A POSIX shell that reads its input is needed there; what has none is watched from its host (swtop local), and a command after -- must end in one (\`docker exec -i NAME sh\`).`,
  "not-a-shell": (_, colon) =>
    `what answers is no shell that reads its input${colon}. The command after -- must end in a POSIX shell, without a terminal (no -t).`,
  "no-proc": (_, colon) =>
    `the shell sees no /proc${colon}. swtop reads Linux's /proc; mount it, or run swtop on the host.`,
  "missing-command": (detail) =>
    `the target has no \`${detail}\`, which the collector needs. Take an image with it (busybox is enough), or watch from the host: swtop local.`,
  "no-headroom": (_, colon) =>
    `too little memory is free in the target to start anything there${colon}. Watch from the host, or use --force.`,
  "stream-ended": (_, colon) => `the connection ended${colon}.`,
  silent: (_, colon) =>
    `nothing comes from the target${colon}. It may be paused, overloaded or unreachable.`,
  garbled: (_, colon) => `an answer of the target cannot be read${colon}.`,
  "unreadable-file": (detail) =>
    `cannot read${detail === "" ? " the file" : ` ${detail}`}. Check the path and its permissions.`,
  "not-a-recording": (_, colon) =>
    `this is no recording of swtop${colon}. Make one with \`swtop record\`.`,
  "unwritable-file": (detail) =>
    `cannot write${detail === "" ? " the file" : ` ${detail}`}. Name another place.`,
  "no-project": (detail) =>
    `no PHP project is found in ${detail}. Name its directory: swtop audit DIR, or --project DIR for one in a target.`,
  "no-hyperf": (detail) =>
    `the project in ${detail} is no Hyperf application, so that it declares no crontab. swtop audit reads it all the same.`,
  "system-refused": (_, colon) => `this system did not answer${colon}.`,
  "no-such-target": (detail) => {
    const [name, others] = split(detail);
    return `there is no ${name}.${others === "" ? "" : ` There is: ${others}.`}`;
  },
  "ambiguous-target": (detail) => {
    const [name, others] = split(detail);
    return `${name} may be several: ${others}. Name one of them.`;
  },
  "not-running": (detail) => `${detail}. Start it, or name one that runs.`,
  paused: (detail) => `${detail} is paused: every process in it stands still.`,
  removed: (detail) => `${detail} was removed. What was seen of it stays.`,
  "container-ended": (detail) => `${detail}.`,
  restarted: (detail) => `${detail} was started again.`,
  "engine-unreachable": (_, colon) =>
    `the engine does not answer${colon.replace(/[.?]+$/u, "")}. Is it running, and is it the right one (context, DOCKER_HOST, CONTAINER_HOST)?`,
  "no-permission": (_, colon) =>
    `the engine's socket is not for you${colon}. Use sudo, or be in the group that owns it (docker).`,
  "exec-denied": (_, colon) =>
    `running a shell there is not allowed${colon}. Watch from the host instead: swtop local.`,
  "not-linux": (detail) => `${detail}: swtop reads Linux's /proc.`,
  "unreadable-logs": (detail) =>
    `its output goes to the log driver ${detail}, which cannot be read back. Name what reads it with --log-cmd.`,
  "host-unreachable": (_, colon) => `the host cannot be reached${colon}.`,
  "host-key": (_, colon) =>
    `the host's key is not known here, or another one than before${colon}. Find out why, and connect once with ssh itself.`,
  "login-refused": (_, colon) =>
    `the host does not let us in without a question${colon}. swtop never asks for passwords (BatchMode): load the key with ssh-add, or set it in ~/.ssh/config.`,
  slept: (detail) => `this machine slept${detail === "" ? "" : ` for ${detail}`}.`,
};
