import type { Declarations } from "../../../domain/declarations.ts";
import { at, failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isWithin } from "../version.ts";

export const phpOpcacheJit: Rule = {
  id: "php.opcache-jit",
  code: "K8-06",
  severity: "info",
  claim: "PHP's JIT runs below Swoole: workers have died with `zend_mm_heap corrupted` that way",
  advice: "If workers abort or crash, switch the JIT off and see whether it stops.",
  snippet: "opcache.jit = off",
  source: "hyperf#678, #812, #881; php.net: opcache.jit, opcache.jit_buffer_size",
  needs: ["declarations"],
  check: ({ declarations, extensions, project }) => {
    if (!declarations.known) return [];
    if (extensions.known && !extensions.value.some((name) => /opcache/iu.test(name)))
      return [passed("opcache is not loaded")];
    const php = project.known ? project.value.versions.php : null;
    return [judged(declarations.value.ini ?? [], php)];
  },
};

type Lines = NonNullable<Declarations["ini"]>;

function judged(ini: Lines, php: string | null): Finding {
  const last = (name: string): Lines[number] | undefined =>
    ini.findLast((line) => line.name === `opcache.${name}`);
  const [enable, mode, buffer] = ["enable_cli", "jit", "jit_buffer_size"].map(last);
  const declared = placeOf(mode ?? buffer ?? enable);
  if (enable === undefined)
    return undecided("opcache.enable_cli and opcache.jit of the running PHP", { declared });
  if (!isOn(enable.value.trim())) return passed("opcache is off for CLI", { declared });
  const jit = isJit(mode?.value.trim() ?? null, buffer?.value.trim() ?? null, php);
  if (jit === null)
    return undecided("the version of PHP: before 8.4 the JIT has other defaults", { declared });
  return jit
    ? failed("opcache.enable_cli and the JIT are on", { declared })
    : passed("the JIT is off", { declared });
}

const placeOf = (line: Lines[number] | undefined): Finding["declared"] =>
  line === undefined ? null : at({ place: line.place, text: `${line.name} = ${line.value}` });

const isOn = (value: string): boolean => /^(?:1|on|yes|true)$/iu.test(value);
const OFF = /^(?:0|off|no|false|disable|)$/iu;

/** PHP 8.4 turned the defaults round: a buffer of 64M, and the JIT disabled. Null: not told. */
function isJit(mode: string | null, buffer: string | null, php: string | null): boolean | null {
  if (mode !== null && OFF.test(mode)) return false;
  if (buffer !== null && /^0\D*$/u.test(buffer)) return false;
  if (mode !== null && buffer !== null) return true;
  if (php === null) return null;
  return isWithin(php, ">=8.4.0") ? mode !== null : buffer !== null;
}
