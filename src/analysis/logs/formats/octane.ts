// Octane's request lines: `  200    GET /path ........ 19.89 mb 35.50 ms`.
// @source laravel/octane:src/Commands/Concerns/InteractsWithIO.php requestInfo
import { show } from "../../../domain/text.ts";
import { MIB } from "../../../domain/units.ts";
import type { Format, Head } from "../head.ts";

export const octane: Format = { starts: " \u001b", head: octaneHead };

/** A terminal's line is never longer. */
const MOST = 4096;
const REQUEST =
  /^ {1,6}(\d{3}) {1,8}([A-Z]{3,10}) (\S+) [. ]*?(?:([\d,]{1,16}\.\d\d) mb )?([\d,]{1,16}\.\d\d) ms *$/u;

function octaneHead(text: string): Head | null {
  if (text.length > MOST) return null;
  const shown = text.includes("\u001b") ? show(text) : text;
  const match = REQUEST.exec(shown);
  if (match === null) return null;
  const [, status, method = "", path = "", heap, duration] = match;
  return {
    format: "octane",
    at: null,
    level: null,
    pid: null,
    workerId: null,
    channel: null,
    message: `${method} ${path}`,
    fields: {
      method,
      path,
      status: Number(status),
      heapBytes: heap === undefined ? null : Math.round(numberOf(heap) * MIB),
      durationMs: numberOf(duration),
    },
    open: null,
    settled: null,
  };
}

const numberOf = (text: string | undefined): number => Number((text ?? "").replaceAll(",", ""));
