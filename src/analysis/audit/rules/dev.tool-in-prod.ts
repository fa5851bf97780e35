import type { Declarations, Declared } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import { constantOf, settingOf } from "../../../domain/setting.ts";
import type { Severity } from "../../../domain/verdict.ts";
import { appEnvOf, type AppEnv } from "../app-env.ts";
import { at, failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

type Tool = {
  readonly package: string;
  readonly severity: Severity;
  /** What it does to a worker; half a sentence. */
  readonly costs: string;
  /** The setting that switches it off. */
  readonly switch: string | null;
};

/** @source laravel/telescope#1071, fruitcake/laravel-debugbar#1172 and #1324, octane#308 (listeners pile up in each request) */
const TOOLS: readonly Tool[] = [
  ...["laravel/telescope", "friendsofhyperf/telescope"].map((name) => ({
    package: name,
    severity: "warning" as const,
    costs: "registers listeners and keeps entries with each request",
    switch: "telescope.enabled",
  })),
  ...["barryvdh/laravel-debugbar", "fruitcake/laravel-debugbar"].map((name) => ({
    package: name,
    severity: "warning" as const,
    costs: "registers listeners with each request and never takes them off",
    switch: "debugbar.enabled",
  })),
  {
    package: "itsgoingd/clockwork",
    severity: "warning",
    costs: "collects queries, events and logs of each request",
    switch: "clockwork.enable",
  },
  {
    package: "symfony/web-profiler-bundle",
    severity: "warning",
    costs: "keeps a profile of each request",
    switch: null,
  },
  {
    package: "hyperf/watcher",
    severity: "info",
    costs: "restarts the server when a file changes",
    switch: null,
  },
  {
    package: "hyperf/devtool",
    severity: "info",
    costs: "adds commands that write code",
    switch: null,
  },
  {
    package: "filp/whoops",
    severity: "info",
    costs: "shows source and environment to clients once its handler is registered",
    switch: null,
  },
  {
    package: "spatie/laravel-ray",
    severity: "info",
    costs: "sends dumps over the network while the code waits",
    switch: "ray.enable",
  },
];

const WHOOPS = "Hyperf\\ExceptionHandler\\Handler\\WhoopsExceptionHandler";

export const devToolInProd: Rule = {
  id: "dev.tool-in-prod",
  code: "DV-01",
  severity: "warning",
  claim: "A tool for development is part of what runs in production",
  advice:
    "Require it with --dev and build the image with `composer install --no-dev`, or switch it off by its setting.",
  snippet: "composer install --no-dev --optimize-autoloader",
  source:
    "laravel/telescope#1071; fruitcake/laravel-debugbar#1172; octane#308; hyperf:docs/zh-cn/watcher.md",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known) return [];
    const { value } = facts.declarations;
    const env = appEnvOf(value);
    if (!env.isProduction) return [passed(env.text)];
    const inUse = [...watching(facts), ...showingErrors(value)];
    const said = new Set(inUse.map(({ subject }) => subject));
    const installed = value.packages === null ? [] : TOOLS.filter((tool) => isShipped(value, tool));
    const found = [
      ...inUse,
      ...installed
        .filter((tool) => !said.has(tool.package))
        .flatMap((tool) => judged(tool, value, env)),
    ];
    if (found.length > 0) return found;
    return value.packages === null
      ? [undecided("which packages are installed: composer.lock")]
      : [passed(`no tool for development is switched on among the packages; ${env.text}`)];
  },
};

/** Those of `packages-dev` are not there after `composer install --no-dev`; whether that was run is not told. */
const isShipped = ({ packages }: Declarations, tool: Tool): boolean =>
  packages?.[tool.package]?.isDev === false;

/** None: it is switched off. */
function judged(tool: Tool, declarations: Declarations, env: AppEnv): readonly Finding[] {
  const setting =
    tool.switch === null ? ({ state: "absent" } as const) : settingOf(declarations, tool.switch);
  const where = { subject: tool.package, declared: placeOf(setting) };
  if (setting.state === "unresolved") return [undecided(notConstant(setting), where)];
  if (constantOf(setting) === false) return [];
  const version = declarations.packages?.[tool.package]?.version ?? "";
  return [
    failed(
      `${tool.package} ${version} is not among the packages for development; it ${tool.costs}. ${env.text}`,
      {
        ...where,
        severity: tool.severity,
        snippet: `composer remove ${tool.package} && composer require --dev ${tool.package}`,
      },
    ),
  ];
}

/** `server:watch` is what starts the service. */
function watching({ init, declarations }: Facts): readonly Finding[] {
  const subject = "hyperf/watcher";
  if (init.known && init.value.includes("server:watch"))
    return [failed(`PID 1 is ${init.value.join(" ")}`, { subject, severity: "warning" })];
  const start = declarations.known
    ? declarations.value.entrypoints.find(({ text }) => text.includes("server:watch"))
    : undefined;
  return start === undefined || init.known
    ? []
    : [
        failed(`started by ${start.text}`, {
          subject,
          severity: "warning",
          declared: at({ place: start, text: start.text }),
          snippet: 'CMD ["php", "bin/hyperf.php", "start"]',
        }),
      ];
}

/** Whoops' handler is registered for a server. */
function showingErrors(declarations: Declarations): readonly Finding[] {
  const handlers = settingOf(declarations, "exceptions.handler");
  const search = (value: Declared): readonly Declared[] =>
    value.kind === "array"
      ? value.entries.flatMap((entry) => search(entry.value))
      : value.kind === "scalar" && value.value === WHOOPS
        ? [value]
        : [];
  const [first] = handlers.state === "declared" ? search(handlers.value) : [];
  return first === undefined
    ? []
    : [
        failed("its exception handler is registered: source and environment go to clients", {
          subject: "filp/whoops",
          severity: "warning",
          declared: at(first),
          snippet: null,
          advice: `Take ${WHOOPS} out of exceptions.php where users are served.`,
        }),
      ];
}
