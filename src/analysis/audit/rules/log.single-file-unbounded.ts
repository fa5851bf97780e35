import { isHyperfProject } from "../evidence.ts";
import { constantOf } from "../../../domain/setting.ts";
import { at, failed, isHyperf, notConstant, passed, undecided } from "../findings.ts";
import { logChannels, type LogHandler } from "../log-channels.ts";
import type { Finding, Rule } from "../rule.ts";

export const logSingleFileUnbounded: Rule = {
  id: "log.single-file-unbounded",
  code: "LG-04",
  severity: "warning",
  claim:
    "A log file grows without a bound: the disk fills, and its page cache counts into the container's memory",
  advice: "Write to php://stderr, or rotate with a number of files to keep.",
  snippet:
    "'handler' => ['class' => Monolog\\Handler\\RotatingFileHandler::class, 'constructor' => ['filename' => BASE_PATH . '/runtime/logs/hyperf.log', 'maxFiles' => 7, 'level' => Monolog\\Level::Info]],",
  source:
    "monolog: Handler/StreamHandler.php, Handler/RotatingFileHandler.php (maxFiles 0: all are kept); hyperf:src/logger/src/LoggerFactory.php; Documentation/admin-guide/cgroup-v2.rst",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const channels = logChannels(declarations.value);
    if (channels === null) return [];
    // One file for one finding: many channels write into the same.
    const found = channels.flatMap(({ handlers, written }) =>
      handlers === null
        ? [undecided(notConstant(written), { declared: at(written) })]
        : handlers.map(judged),
    );
    const worst = (["fail", "unknown"] as const).flatMap((kind) =>
      found.filter((finding) => finding.kind === kind),
    )[0];
    return [worst ?? passed("no log file without a bound")];
  },
};

/** What writes into no file, or into one that is not ours to bound. */
const IS_STREAM = /^(?:php:\/\/(?!temp)|\/dev\/|\/proc\/)/u;

function judged(handler: LogHandler): Finding {
  const { channel, className, isDefault, option, written } = handler;
  const where = { declared: at(written) };
  if (className === null) return undecided(notConstant(written), where);
  if (className.endsWith("\\RotatingFileHandler")) return rotated(handler);
  if (!className.endsWith("\\StreamHandler"))
    return className.startsWith("Monolog\\")
      ? passed(`channel ${channel} writes by ${className}`)
      : undecided(`what ${className} writes to`, where);
  if (isDefault) return failed(`channel ${channel} writes to runtime/logs/hyperf.log`, where);
  const stream = option("stream");
  const path = constantOf(stream);
  if (typeof path !== "string")
    return undecided(
      stream.state === "absent" ? `the stream of channel ${channel}` : notConstant(stream),
      where,
    );
  return IS_STREAM.test(path)
    ? passed(`channel ${channel} writes to ${path}`)
    : failed(`channel ${channel} writes to ${path}`, where);
}

function rotated({ channel, option, written }: LogHandler): Finding {
  const where = { declared: at(written) };
  const kept = option("maxFiles");
  if (kept.state === "unresolved") return undecided(notConstant(kept), where);
  return Number(constantOf(kept) ?? 0) > 0
    ? passed(`channel ${channel} keeps ${kept.state === "declared" ? kept.text : ""} files`)
    : failed(`channel ${channel} makes a file a day and keeps all of them: no maxFiles`, {
        ...where,
        snippet: "'maxFiles' => 7,",
      });
}
