import type { Declarations, Declared } from "../../../domain/declarations.ts";
import { isHyperfProject } from "../evidence.ts";
import { settingOf } from "../../../domain/setting.ts";
import { foundAt, foundIn, noneFound, placeOfFound } from "../code-findings.ts";
import { at, failed, isHyperf, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isVersion, isWithin } from "../version.ts";

/** Before it the request's own path was the label. @source hyperf commit c480fc901, first in v1.1.22 */
const BY_PATH = "<1.1.22";
const MIDDLEWARE = "Hyperf\\Metric\\Middleware\\MetricMiddleware";

export const metricPathCardinality: Rule = {
  id: "metric.path-cardinality",
  code: "MT-01",
  severity: "error",
  claim:
    "A metric has the path of the request as a label: each path with an id in it is a series that stays in memory",
  advice: "Use the route's pattern (/order/{id}) as the label, or none.",
  snippet:
    "$request->getAttribute(\\Hyperf\\HttpServer\\Router\\Dispatched::class)->handler->route",
  source:
    "hyperf:docs/zh-cn/metric.md; hyperf#1449; hyperf:src/metric/src/Middleware/MetricMiddleware.php",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const found = foundIn(declarations.value, "metric-path").filter(
      ({ findings: [first] }) => !isStock(first.text),
    );
    if (found.length > 0)
      return found.map((each) =>
        failed(foundAt(each), { subject: each.subject, declared: placeOfFound(each) }),
      );
    const stock = stockMiddleware(declarations.value);
    if (stock !== null) return [ofStock(declarations.value, stock)];
    return declarations.value.packages?.["hyperf/metric"] === undefined
      ? []
      : [noneFound(declarations.value, "no label with the request's path in what was read")];
  },
};

const isStock = (text: string): boolean => text.includes(MIDDLEWARE);

function stockMiddleware(declarations: Declarations): Declared | null {
  const setting = settingOf(declarations, "middlewares");
  const search = (value: Declared): Declared | null => {
    if (value.kind === "array")
      return (
        value.entries.map((entry) => search(entry.value)).find((each) => each !== null) ?? null
      );
    return value.kind === "scalar" && value.value === MIDDLEWARE ? value : null;
  };
  return setting.state === "declared" ? search(setting.value) : null;
}

function ofStock({ packages }: Declarations, middleware: Declared): Finding {
  const where = { declared: at(middleware) };
  const version = packages?.["hyperf/metric"]?.version;
  if (version === undefined || !isVersion(version))
    return undecided("the version of hyperf/metric: composer.lock", where);
  return isWithin(version, BY_PATH)
    ? failed(`MetricMiddleware of hyperf/metric ${version} labels by path`, {
        ...where,
        advice: "Upgrade hyperf/metric, or override getPath() of the middleware.",
      })
    : passed(`MetricMiddleware of hyperf/metric ${version} labels by the route's pattern`, where);
}
