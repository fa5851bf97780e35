import type { Fault } from "../domain/fault.ts";
import { show } from "../domain/text.ts";

/** One sentence for people: what is wrong, and what mends it. */
export function faultText(fault: Fault): string {
  const detail = fault.detail === null ? "" : show(fault.detail).trim();
  const colon = detail === "" ? "" : `: ${detail}`;
  switch (fault.kind) {
    case "command-not-found":
      return `cannot start the command${colon}. Check its name, or give its full path.`;
    case "no-shell":
      return `no shell answered${colon}. The command after -- must end in a POSIX shell that reads its input, e.g. \`docker exec -i NAME sh\`.`;
    case "not-a-shell":
      return `what answers is no shell that reads its input${colon}. The command after -- must end in a POSIX shell, without a terminal (no -t).`;
    case "no-proc":
      return `the shell sees no /proc${colon}. swtop reads Linux's /proc; mount it, or run swtop on the host.`;
    case "missing-command":
      return `the target has no \`${detail}\`, which the collector needs. Take an image with it (busybox is enough), or watch from the host: swtop local.`;
    case "no-headroom":
      return `too little memory is free in the target to start anything there${colon}. Watch from the host, or use --force.`;
    case "stream-ended":
      return `the connection ended${colon}.`;
    case "silent":
      return `nothing comes from the target${colon}. It may be paused, overloaded or unreachable.`;
    case "garbled":
      return `an answer of the target cannot be read${colon}.`;
    case "unreadable-file":
      return `cannot read${detail === "" ? " the file" : ` ${detail}`}. Check the path and its permissions.`;
    case "not-a-recording":
      return `this is no recording of swtop${colon}. Make one with \`swtop record\`.`;
    case "unwritable-file":
      return `cannot write${detail === "" ? " the file" : ` ${detail}`}. Name another place with --output.`;
    case "system-refused":
      return `this system did not answer${colon}.`;
  }
}
