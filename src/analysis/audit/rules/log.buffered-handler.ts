import { isHyperfProject } from "../evidence.ts";
import { constantOf } from "../../../domain/setting.ts";
import { at, failed, isHyperf, notConstant, passed, undecided } from "../findings.ts";
import { logChannels, type LogHandler } from "../log-channels.ts";
import type { Finding, Rule } from "../rule.ts";

export const logBufferedHandler: Rule = {
  id: "log.buffered-handler",
  code: "LG-07",
  severity: "warning",
  claim: "A handler keeps log records in memory without a limit until the process ends",
  advice:
    "Give the buffer a limit: BufferHandler with bufferLimit and flushOnOverflow, FingersCrossedHandler with bufferSize.",
  snippet: "'bufferLimit' => 500, 'flushOnOverflow' => true,",
  source: "monolog: Handler/BufferHandler.php, Handler/FingersCrossedHandler.php",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const channels = logChannels(declarations.value);
    if (channels === null) return [];
    return channels.map(({ name, handlers, written }): Finding => {
      const where = { subject: name, declared: at(written) };
      if (handlers === null) return undecided(notConstant(written), where);
      const found = handlers.flatMap((handler) => judged(handler));
      return (
        found.find(({ kind }) => kind === "fail") ??
        found.find(({ kind }) => kind === "unknown") ??
        passed("no handler that buffers without a limit", where)
      );
    });
  },
};

function judged({ channel, className, option, written }: LogHandler): readonly Finding[] {
  const where = { subject: channel, declared: at(written) };
  if (className === null) return [undecided(notConstant(written), where)];
  const isBuffer = className.endsWith("\\BufferHandler");
  if (!isBuffer && !className.endsWith("\\FingersCrossedHandler")) return [];
  const name = isBuffer ? "bufferLimit" : "bufferSize";
  const limit = option(name);
  if (limit.state === "unresolved") return [undecided(notConstant(limit), where)];
  if (!(Number(constantOf(limit) ?? 0) > 0))
    return [
      failed(`${className} without ${name}`, {
        ...where,
        ...(!isBuffer && { snippet: "'bufferSize' => 500," }),
      }),
    ];
  const flush = option("flushOnOverflow");
  if (!isBuffer || constantOf(flush) === true) return [];
  if (flush.state === "unresolved") return [undecided(notConstant(flush), where)];
  return [
    failed(`${className} drops its oldest records when it is full: no flushOnOverflow`, {
      ...where,
      severity: "info",
      snippet: "'flushOnOverflow' => true,",
    }),
  ];
}
