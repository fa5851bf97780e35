import { MIB } from "../../../domain/units.ts";
import { failed, passed } from "../findings.ts";
import { sized } from "../memory-limit.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, ofSetting } from "../swoole-settings.ts";

/** Swoole's own default on Linux. */
const ORDINARY_BYTES = 8 * MIB;

export const swooleSocketBuffer: Rule = {
  id: "swoole.socket-buffer",
  code: "SV-28",
  severity: "info",
  claim: "Every slow client may hold a large buffer in the server",
  advice:
    "Leave socket_buffer_size at 2 to 8 MiB, and send large responses in chunks or by sendfile.",
  snippet: "'socket_buffer_size' => 2 * 1024 * 1024,",
  source: "swoole:include/swoole_config.h SW_SOCKET_BUFFER_SIZE 8388608, src/server/port.cc",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(
      facts,
      "socket_buffer_size",
      (reading) => {
        const bytes = asInt(reading.value);
        const where = { declared: declaredAt(reading) };
        const text = `socket_buffer_size is ${sized(bytes)} for each connection`;
        return bytes > ORDINARY_BYTES ? failed(text, where) : passed(text, where);
      },
      "socket_buffer_size is not declared",
    ),
};
