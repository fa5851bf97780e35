// Lines of a container's output with the time that its engine wrote before each: as docker, podman and the API of Kubernetes print them.
import type { ContainerLine } from "../domain/ports/inspector.ts";
import { epochMs } from "../domain/units.ts";

const MOST_LINE_BYTES = 8 * 1024 * 1024;

/** Cuts at line feeds; null: the end, of which what is left `isEnded` by nothing. A line longer than 8 MiB is told in parts. */
export function linesOf(
  take: (line: Buffer, isEnded: boolean) => void,
): (chunk: Buffer | null) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    if (chunk === null) {
      if (rest.length > 0) take(rest, false);
      rest = Buffer.alloc(0);
      return;
    }
    let whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const at = whole.indexOf(10);
      const end = at === -1 && whole.length > MOST_LINE_BYTES ? whole.length : at;
      if (end === -1) break;
      take(whole.subarray(0, end), true);
      whole = whole.subarray(at === -1 ? end : end + 1);
    }
    rest = whole;
  };
}

/** `2026-11-27T10:19:09.004705928Z text`; podman, and a node with another zone, write an offset. */
const STAMP =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,3}(?<below>\d*))?(?:Z|[+-]\d\d:\d\d)) ?/u;
const MOST_STAMP_BYTES = 40;

export function stampedLine(stream: ContainerLine["stream"], line: Buffer): ContainerLine {
  const match = STAMP.exec(line.subarray(0, MOST_STAMP_BYTES).toString("latin1"));
  const at = Date.parse(match?.groups?.["time"] ?? "");
  if (match === null || Number.isNaN(at)) return { stream, bytes: line, at: null };
  const nanoseconds = Number((match.groups?.["below"] ?? "").padEnd(6, "0"));
  return { stream, bytes: line.subarray(match[0].length), at: epochMs(at), nanoseconds };
}
