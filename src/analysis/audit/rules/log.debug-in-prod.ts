import { isHyperfProject } from "../evidence.ts";
import { entriesOf, settingOf } from "../../../domain/setting.ts";
import type { Declarations, Declared } from "../../../domain/declarations.ts";
import { appEnvOf } from "../app-env.ts";
import {
  at,
  failed,
  isHyperf,
  notConstant,
  passed,
  placeText,
  undecided,
  wordOf,
} from "../findings.ts";
import { isKnownHandler, logChannels, type LogHandler } from "../log-channels.ts";
import type { Rule } from "../rule.ts";

/** Monolog\Level::Debug. */
const DEBUG = 100;

export const logDebugInProd: Rule = {
  id: "log.debug-in-prod",
  code: "LG-03",
  severity: "warning",
  claim: "Debug lines are written in production: volume on disk, memory for buffers",
  advice:
    "Take LogLevel::DEBUG out of log_level in config.php, and give each handler a level of INFO or above.",
  snippet: "'level' => Monolog\\Level::Info,",
  source: "hyperf:src/framework/src/Logger/StdoutLogger.php; monolog: Handler/AbstractHandler.php",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const env = appEnvOf(declarations.value);
    if (!env.isProduction) return [passed(env.text)];
    const told = [...stdout(declarations.value), ...handlers(declarations.value)];
    const loud = told.filter(({ isDebug }) => isDebug === true);
    const [first] = loud;
    if (first !== undefined)
      return [
        failed(`${loud.map(({ text }) => text).join("; ")}; ${env.text}`, {
          declared: at(first.written),
        }),
      ];
    const unsure = told.find(({ isDebug }) => isDebug === null);
    return unsure === undefined
      ? [passed(`nothing writes debug lines; ${env.text}`)]
      : [undecided(notConstant(unsure.written), { declared: at(unsure.written) })];
  },
};

type Told = {
  readonly isDebug: boolean | null;
  readonly text: string;
  readonly written: Pick<Declared, "place" | "text">;
};

/** What the framework itself prints; a list of levels, not a least one. */
function stdout(declarations: Declarations): readonly Told[] {
  const levels = settingOf(declarations, ["Hyperf\\Contract\\StdoutLoggerInterface", "log_level"]);
  if (levels.state === "unresolved") return [{ isDebug: null, text: "", written: levels }];
  return entriesOf(levels).map(({ value }) => ({
    isDebug: isDebugLevel(value),
    text: `log_level of stdout lists debug (${placeText(value.place)})`,
    written: value,
  }));
}

const handlers = (declarations: Declarations): readonly Told[] =>
  (logChannels(declarations) ?? []).flatMap((channel) =>
    channel.handlers === null
      ? [{ isDebug: null, text: "", written: channel.written }]
      : channel.handlers.map(ofHandler),
  );

function ofHandler(handler: LogHandler): Told {
  const { channel, className, isDefault, option, written } = handler;
  if (className?.endsWith("\\NullHandler") === true) return { isDebug: false, text: "", written };
  const level = option("level");
  if (level.state === "declared")
    return {
      isDebug: isDebugLevel(level.value),
      text: `channel ${channel} writes from debug (${placeText(level.place)})`,
      written: level.value,
    };
  if (level.state === "unresolved") {
    const isDebug = isDebugLevel({ kind: "unresolved", envs: [], ...level });
    return { isDebug, text: `channel ${channel} writes from debug`, written: level };
  }
  // Hyperf's own default, and that of Monolog's AbstractHandler.
  const isDebug = isDefault || (className !== null && isKnownHandler(className)) ? true : null;
  return { isDebug, text: `channel ${channel} has no level: the default is debug`, written };
}

function isDebugLevel(value: Declared): boolean | null {
  if (value.kind === "scalar" && typeof value.value === "number") return value.value <= DEBUG;
  const word = wordOf(value);
  return word === null ? null : word.toLowerCase() === "debug" || word === String(DEBUG);
}
