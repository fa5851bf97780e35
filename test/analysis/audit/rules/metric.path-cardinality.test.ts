import { metricPathCardinality } from "../../../../src/analysis/audit/rules/metric.path-cardinality.ts";
import type { CodeFinding } from "../../../../src/domain/declarations.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "metric-path",
  file: "app/Middleware/Count.php",
  line: 31,
  text: "'path' => $request->getUri()->getPath()",
  className: "App\\Middleware\\Count",
  ...change,
});

const MIDDLEWARE = "Hyperf\\Metric\\Middleware\\MetricMiddleware";
const stock = (version: string, code: readonly CodeFinding[] = []): Facts =>
  withDeclarations({
    code,
    packages: { "hyperf/metric": { version, isDev: false } },
    config: { middlewares: { http: [MIDDLEWARE] } },
  });

ruleTable(metricPathCardinality, [
  {
    title: "a label with the request's path fails",
    facts: withDeclarations({ code: [found()] }),
    says: [["fail", "App\\Middleware\\Count", "error"]],
    words: ["app/Middleware/Count.php:31", "handler->route"],
  },
  {
    title: "Hyperf's middleware before 1.1.22 fails",
    facts: stock("1.1.20"),
    says: [["fail", null, "error"]],
    words: ["1.1.20", "Upgrade hyperf/metric"],
  },
  {
    title: "Hyperf's middleware labels by the route's pattern",
    facts: stock("3.1.71"),
    says: [["pass", null]],
    words: ["the route's pattern"],
  },
  {
    title: "a note of the reader on Hyperf's own middleware does not change that",
    facts: stock("3.1.71", [found({ className: null, text: `${MIDDLEWARE}::class` })]),
    says: [["pass", null]],
  },
  {
    title: "metrics without such a label pass",
    facts: withDeclarations({ packages: { "hyperf/metric": { version: "3.1.71", isDev: false } } }),
    says: [["pass", null]],
  },
  {
    title: "the middleware without a lock file is unknown",
    facts: withDeclarations({ packages: null, config: { middlewares: { http: [MIDDLEWARE] } } }),
    says: [["unknown", null]],
    words: ["composer.lock"],
  },
  { title: "without metrics nobody asks", facts: withDeclarations({}), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [],
  },
]);
