import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, swooleReading, told, unresolved } from "../swoole-settings.ts";

/** Two names of one setting; Swoole asks for the first first. */
const NAMES = ["max_coroutine", "max_coro_num"] as const;
/** The skeleton's value and Swoole's default: 800 MB of PHP stacks alone. */
const HUGE = 100_000;

export const swooleMaxCoroutine: Rule = {
  id: "swoole.max-coroutine",
  code: "SV-24",
  severity: "info",
  claim: "One worker may pile up requests and tasks until its memory is gone",
  advice:
    "Bound the coroutines of a worker by what its memory holds; what comes beyond is refused.",
  snippet: "'max_coroutine' => 5000,",
  source:
    "swoole:ext-src/php_swoole_coroutine.h SW_DEFAULT_MAX_CORO_NUM (a stack of 8 KB each); hyperf-skeleton:config/autoload/server.php",
  needs: ["declarations"],
  check: (facts) => {
    const readings = NAMES.map((name) => swooleReading(facts, name));
    const reading =
      readings.find(
        (one) => one.state !== "unsaid" && !(one.state === "constant" && one.isDefault),
      ) ?? readings[0];
    if (reading === undefined || reading.state === "unsaid") return [];
    if (reading.state === "unresolved") return [unresolved(reading)];
    const where = { declared: declaredAt(reading) };
    const text = told("max_coroutine", reading);
    return [asInt(reading.value) >= HUGE ? failed(text, where) : passed(text, where)];
  },
};
