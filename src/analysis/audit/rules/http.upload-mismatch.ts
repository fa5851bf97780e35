import type { Declarations } from "../../../domain/declarations.ts";
import { failed, passed, undecided } from "../findings.ts";
import { iniBytes, sized } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";
import { portsOf } from "../swoole-ports.ts";
import { asInt, portReading, unresolved } from "../swoole-settings.ts";

const SIZES = ["upload_max_filesize", "post_max_size"] as const;

export const httpUploadMismatch: Rule = {
  id: "http.upload-mismatch",
  code: "SV-11",
  severity: "info",
  claim: "php.ini allows larger uploads than the server takes: only package_max_length counts",
  advice:
    "Set package_max_length on the port that takes uploads to what is meant, and remove the lines from php.ini.",
  snippet: null,
  source:
    "swoole:src/server/port.cc (413 beyond package_max_length); upload_max_filesize of php.ini is not read by Swoole",
  needs: ["declarations"],
  check: ({ declarations }) => {
    if (!declarations.known || portsOf(declarations.value).length === 0) return [];
    const { ini } = declarations.value;
    if (ini === null)
      return [
        undecided("php.ini was not read; audit a running target, or put it into the project"),
      ];
    const entry = largest(ini);
    if (entry === null) return [passed("php.ini says nothing about the size of uploads")];
    return [compared(declarations.value, entry)];
  },
};

type Entry = NonNullable<Declarations["ini"]>[number];

/** 0 is no limit for post_max_size: then nothing is promised. */
const largest = (ini: readonly Entry[]): Entry | null =>
  SIZES.map((name) => ini.findLast((entry) => entry.name === name))
    .filter((entry) => entry !== undefined)
    .toSorted((a, b) => iniBytes(b.value) - iniBytes(a.value))[0] ?? null;

/** The port that takes the largest bodies decides. */
function compared(declarations: Declarations, { name, value, place }: Entry): Finding {
  const declared = { ...place, text: `${name} = ${value}` };
  const readings = portsOf(declarations).map((port) =>
    portReading(declarations, port, "package_max_length"),
  );
  const open = readings.find((reading) => reading.state === "unresolved");
  if (open !== undefined) return unresolved(open);
  const lengths = readings.flatMap((reading) =>
    reading.state === "constant" ? [asInt(reading.value)] : [],
  );
  if (lengths.length === 0) return undecided("package_max_length of the server", { declared });
  const length = Math.max(...lengths);
  const evidence = `${name} is ${value}, package_max_length ${sized(length)}`;
  return iniBytes(value) > length ? failed(evidence, { declared }) : passed(evidence, { declared });
}
