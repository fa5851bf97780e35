import type { Declarations } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import { appEnvOf } from "../app-env.ts";
import { at, failed, passed, undecided } from "../findings.ts";
import { instrumentOf, type Instrument } from "../instruments.ts";
import type { Finding, Rule } from "../rule.ts";

export const phpInstrumentation: Rule = {
  id: "php.instrumentation",
  code: "PH-01",
  severity: "warning",
  claim: "An extension watches every call from inside the process",
  advice:
    "Do not load it where the service runs for its users; else measure the same load without it before you look for a leak of your own.",
  snippet: null,
  source:
    "hyperf:docs/zh-cn/quick-start/install.md; swoole:ext-src/swoole_coroutine.cc; newrelic-php-agent#1041, #1068; dd-trace-php#704; swoole-src#3875; SkyAPM-php-sdk#331",
  needs: [],
  needsOneOf: ["extensions", "declarations"],
  check: (facts) => {
    const found = seen(facts);
    if (found.size > 0) return [...found.values()].map((each) => judged(each, facts));
    return facts.extensions.known
      ? [passed("no profiler, tracer or debugger among the loaded extensions")]
      : [undecided(`which extensions are loaded: ${facts.extensions.why}`)];
  },
};

type Seen = {
  readonly instrument: Instrument;
  readonly from: string;
  readonly declared: Finding["declared"];
};

/** By name: what a process has mapped, and what a php.ini loads. */
function seen({ extensions, declarations }: Facts): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  const ini = declarations.known ? (declarations.value.ini ?? []) : [];
  for (const { name, value, place } of ini) {
    const instrument = /^(?:zend_)?extension$/u.test(name) ? instrumentOf(value) : null;
    if (instrument === null) continue;
    const declared = at({ place, text: `${name} = ${value}` });
    found.set(instrument.name, { instrument, from: "loaded by a php.ini", declared });
  }
  for (const extension of extensions.known ? extensions.value : []) {
    const instrument = instrumentOf(extension);
    if (instrument === null) continue;
    const declared = found.get(instrument.name)?.declared ?? null;
    found.set(instrument.name, { instrument, from: "mapped by a process", declared });
  }
  return found;
}

function judged({ instrument, from, declared }: Seen, { declarations }: Facts): Finding {
  const { name, costs, severity } = instrument;
  const where = { subject: name, declared };
  const said = `${from}; it ${costs}`;
  if (!declarations.known) return failed(said, { ...where, severity });
  if (isIdle(instrument, declarations.value))
    return failed(`${from}, but idle: ${instrument.idle?.setting ?? ""} switches it off`, {
      ...where,
      severity: "info",
    });
  const env = appEnvOf(declarations.value);
  return failed(`${said}. ${env.text}`, {
    ...where,
    severity: env.isProduction ? severity : "info",
  });
}

function isIdle({ idle }: Instrument, { ini }: Declarations): boolean {
  const line = ini?.findLast(({ name }) => name === idle?.setting);
  return line !== undefined && idle?.values.test(line.value.trim()) === true;
}
