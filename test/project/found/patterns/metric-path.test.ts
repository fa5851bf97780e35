import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const IMPORTS =
  "use Hyperf\\Metric\\Timer; use Hyperf\\Metric\\Contract\\MetricFactoryInterface; use Hyperf\\Metric\\Contract\\CounterInterface;";
const inMethod = (body: string, head = "class A"): string =>
  classWith(
    `public function __construct(private MetricFactoryInterface $metrics, private CounterInterface $hits) {}\npublic function process($request, $handler) {\n${body}\n}`,
    IMPORTS,
    head,
  );

test.each([
  "$timer = new Timer('http', ['request_path' => $request->getUri()->getPath()]);",
  "$this->metrics->makeCounter('hits', ['path'])->with($request->getPathInfo())->add(1);",
  "$this->hits->with($this->request->path())->add(1);",
  "$this->hits->with($request->server['request_uri'])->add(1);",
  "$this->hits->with(strtolower($request->getUri()->getPath()))->add(1);",
])("a label with the path as it was asked for: %s", (body) => {
  expect(foundIn(inMethod(body))).toEqual(["metric-path:8"]);
});

test("variables on the way are followed", () => {
  const body =
    "$path = $request->getUri()->getPath();\n$labels = ['path' => $path];\n$counter = $this->metrics->makeCounter('a', ['path']);\n$counter->with(...$labels);";
  expect(foundIn(inMethod(body))).toEqual(["metric-path:8"]);
});

test.each([
  "$timer = new Timer('http', ['request_path' => $dispatched->handler->route]);",
  "$path = $request->getUri()->getPath(); $this->logger->info($path);",
  "$this->view->with($request->getUri()->getPath());",
  "$timer = new Timer($request->getUri()->getPath());",
  "$this->hits->with($order->type)->add(1);",
])("no path, or in no metric: %s", (body) => {
  expect(foundIn(inMethod(body))).toEqual([]);
});

const own = (body: string): string =>
  classWith(
    `protected function getPath($request): string {\n${body}\n}`,
    "use Hyperf\\Metric\\Middleware\\MetricMiddleware;",
    "class A extends MetricMiddleware",
  );

test("a middleware in the place of Hyperf's must know the route", () => {
  expect(foundIn(own("return $request->getUri()->getPath();"))).toEqual(["metric-path:7"]);
  expect(foundIn(own("return $d ? $d->handler->route : $request->getUri()->getPath();"))).toEqual(
    [],
  );
});
