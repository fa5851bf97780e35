import { expect, test } from "vitest";
import { maskWritten } from "../../src/domain/secret.ts";

test.each([
  ["['url' => 'mysql://root:' . 'hunter2' . '@db/shop']", "['url' => 'mysql://root:***@db/shop']"],
  ["'admin:hunter2@0.0.0.0:9580'", "'admin:***@0.0.0.0:9580'"],
  ["login('admin', password: 'hunter2');", "login('admin', password: '***');"],
  ["['token' => 'hunter2', 'a' => 'b']", "['token' => '***', 'a' => 'b']"],
  ["redis://:hunter2@cache", "redis://:***@cache"],
  ["API_TOKEN=hunter2 php", "API_TOKEN=*** php"],
])("%s is written %s", (text, masked) => expect(maskWritten(text)).toBe(masked));

test.each([
  "App\\Crontab\\Tasks::leak",
  "http://localhost:9501/health",
  "0 9 * * 1-5",
  "'mutexPool' => 'default'",
  "['primary_key' => 'id']",
  "mail to desk@shop.example",
])("%s stays", (text) => expect(maskWritten(text)).toBe(text));

test("a long hostile text takes no long time to look through", () => {
  for (const text of ["a".repeat(100_000), "a:".repeat(50_000), "a://".repeat(25_000)])
    expect(maskWritten(text.slice(0, 4000)).length).toBeGreaterThan(0);
});
