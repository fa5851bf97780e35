import type { Fault, FaultKind } from "../domain/fault.ts";
import { show } from "../domain/text.ts";

/** One sentence for people: what is wrong, and what mends it. */
export function faultText({ kind, detail }: Fault): string {
  const shown = detail === null ? "" : show(detail).trim();
  return SENTENCES[kind](shown, shown === "" ? "" : `: ${shown}`);
}

/** `colon`: the detail as it follows a clause; empty without one. */
type Sentence = (detail: string, colon: string) => string;

const SENTENCES: Readonly<Record<FaultKind, Sentence>> = {
  "command-not-found": (_, colon) =>
    `cannot start the command${colon}. Check its name, or give its full path.`,
  "no-shell": (_, colon) =>
    `no shell answered${colon}. The command after -- must end in a POSIX shell that reads its input, e.g. \`docker exec -i NAME sh\`.`,
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
};
