import type { Declared } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import { isHyperfProject } from "../evidence.ts";
import { constantOf } from "../../../domain/setting.ts";
import { at, failed, isHyperf, passed, undecided } from "../findings.ts";
import {
  inside,
  isKnownHandler,
  logChannels,
  type LogChannel,
  type LogHandler,
} from "../log-channels.ts";
import type { Finding, Rule } from "../rule.ts";

export const logNoPid: Rule = {
  id: "log.no-pid",
  code: "LG-01",
  severity: "warning",
  claim:
    "Log lines do not say which process wrote them: growth and crashes cannot be tied to tasks",
  advice: 'Add the processor to each channel; its line then ends with {"process_id":123}.',
  snippet: "'processors' => [['class' => Monolog\\Processor\\ProcessIdProcessor::class]],",
  source:
    "monolog: Processor/ProcessIdProcessor.php, Formatter/LineFormatter.php; hyperf:src/logger/src/LoggerFactory.php; hyperf:docs/zh-cn/logger.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations, logs }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const seen = seenLines(logs);
    const channels =
      logChannels(declarations.value)?.filter((channel) => !isSilent(channel)) ?? null;
    if (channels === null)
      return [byLines(seen, "config/autoload/logger.php, or lines of the log itself")];
    const without = channels.filter((channel) => hasPid(channel) === false);
    const [first] = without;
    if (first !== undefined)
      return [
        failed(`no PID in ${list(without)} of ${list(channels)}${seen?.text ?? ""}`, {
          declared: at(first.written),
        }),
      ];
    const unsure = channels.filter((channel) => hasPid(channel) === null);
    return unsure.length > 0
      ? [byLines(seen, `lines of the log, or what builds the channels ${list(unsure)}`)]
      : [passed(`the PID is in ${list(channels)}${seen?.text ?? ""}`)];
  },
};

/** So few say nothing. */
const TELLING_RECORDS = 200;
/** Of Swoole's own lines each names its writer: a few of those are no answer. */
const NEARLY_ALL = 0.9;

type Lines = { readonly share: number; readonly text: string };

function seenLines(logs: Facts["logs"]): Lines | null {
  if (!logs.known || logs.value.attributed.of < TELLING_RECORDS) return null;
  const { named, of } = logs.value.attributed;
  return { share: named / of, text: `; ${named} of ${of} log records name their process` };
}

/** What lines say where the settings do not. */
function byLines(seen: Lines | null, missing: string): Finding {
  if (seen === null) return undecided(missing);
  const text = seen.text.slice(2);
  if (seen.share >= NEARLY_ALL) return passed(text);
  return seen.share === 0 ? failed(text) : undecided(`${missing}${seen.text}`);
}

const list = (channels: readonly LogChannel[]): string =>
  channels.map(({ name }) => name).join(", ");

/** Whether its lines carry the PID; null: a class or value of the project decides. */
function hasPid({ processors, handlers }: LogChannel): boolean | null {
  if (processors === null || handlers === null) return null;
  const classes = processors.map(classOf);
  const isAdded = classes.some((name) => name?.endsWith("\\ProcessIdProcessor") === true);
  const isForeign = classes.some((name) => name === null || !name.startsWith("Monolog\\"));
  const shown = handlers.map(showsExtra);
  if (isAdded) return shown.includes(false) ? false : shown.includes(null) ? null : true;
  return isForeign || shown.includes(null) ? null : false;
}

/** A NullHandler writes nothing. */
const isSilent = ({ handlers }: LogChannel): boolean =>
  handlers !== null &&
  handlers.length > 0 &&
  handlers.every(({ className }) => className?.endsWith("\\NullHandler") === true);

function classOf(processor: Declared): string | null {
  if (processor.kind === "scalar") return String(processor.value);
  if (processor.kind === "object") return processor.className;
  const name = constantOf(inside(processor, "class"));
  return typeof name === "string" ? name : null;
}

/** Whether what processors add is printed: a line format may leave it out. */
function showsExtra({ formatter, className }: LogHandler): boolean | null {
  if (className === null || !isKnownHandler(className)) return null;
  if (formatter.state === "absent") return true;
  if (formatter.state === "unresolved") return null;
  const name = inside(formatter.value, "class");
  if (name.state === "unresolved") return null;
  const known = String(constantOf(name) ?? "Monolog\\Formatter\\LineFormatter");
  if (!known.startsWith("Monolog\\")) return null;
  const format = inside(formatter.value, "constructor.format");
  if (format.state === "absent" || constantOf(format) === null) return true;
  const text = constantOf(format);
  return typeof text === "string" ? text.includes("%extra") : null;
}
