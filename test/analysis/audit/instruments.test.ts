import { expect, test } from "vitest";
import { INSTRUMENTS, instrumentOf } from "../../../src/analysis/audit/instruments.ts";

test.each(INSTRUMENTS.map(({ name }) => name))("%s is known by its own name", (name) => {
  expect(instrumentOf(name)?.name).toBe(name);
});

test.each([
  ["xdebug.so", "xdebug"],
  ["/usr/lib/php/20220829/xdebug.so", "xdebug"],
  ["php_xdebug.dll", "xdebug"],
  ["Xdebug", "xdebug"],
  ["newrelic-20220829.so", "newrelic"],
  ["blackfire-20220829-zts.so", "blackfire"],
  ["elastic_apm-20220829.so", "elastic_apm"],
  ["swoole", null],
  ["opcache", null],
  ["", null],
])("%s is %s", (extension, name) => {
  expect(instrumentOf(extension)?.name ?? null).toBe(name);
});
