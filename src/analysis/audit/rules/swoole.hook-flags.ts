import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

/** `SWOOLE_HOOK_TCP`: what the sockets of Redis, MySQL and HTTP clients go through. */
const HOOK_TCP = 2;
/** Values that are not read as constants and known to hook TCP. */
const KNOWN_GOOD = /\bSWOOLE_HOOK_ALL\b|DefaultOption::hookFlags\(\)/u;

export const swooleHookFlags: Rule = {
  id: "swoole.hook-flags",
  code: "SV-19",
  severity: "error",
  claim: "Blocking calls are not hooked: one slow query stops all requests of its worker",
  advice: "Hook everything, as the skeleton does.",
  snippet: "! defined('SWOOLE_HOOK_FLAGS') && define('SWOOLE_HOOK_FLAGS', SWOOLE_HOOK_ALL);",
  source:
    "hyperf:src/server/src/Command/StartServer.php, src/support/src/Functions.php swoole_hook_flags (SWOOLE_HOOK_ALL unless defined)",
  needs: ["declarations"],
  check: ({ declarations }) => {
    if (!declarations.known || declarations.value.framework !== "hyperf") return [];
    const { bin } = declarations.value;
    if (bin === null) return [undecided("bin/hyperf.php was not read")];
    // The first define of a name holds; a later one is a notice.
    const flags = bin.defines.find(({ name }) => name === "SWOOLE_HOOK_FLAGS");
    if (flags === undefined)
      return [passed(`${bin.file} does not define SWOOLE_HOOK_FLAGS: Hyperf hooks everything`)];
    const { value, place } = flags;
    const where = { declared: { ...place, text: value.text } };
    if (value.kind === "scalar") {
      const number = Number(value.value);
      const text = `SWOOLE_HOOK_FLAGS is ${number}`;
      return [
        Math.floor(number / HOOK_TCP) % 2 === 1
          ? passed(text, where)
          : failed(`${text}: TCP is not hooked`, where),
      ];
    }
    return KNOWN_GOOD.test(value.text) && !/[~^-]/u.test(value.text)
      ? [passed(`SWOOLE_HOOK_FLAGS is ${value.text}`, where)]
      : [undecided(notConstant({ place, text: value.text }), where)];
  },
};
