import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const inMethod = (body: string): string =>
  classWith(
    `#[Inject]\nprotected Cache $store;\nprivate Client $client;\nprivate RedisFactory $pools;\npublic function a(Redis $r) {\n${body}\n}`,
    "use Hyperf\\Redis\\Redis as Cache; use Hyperf\\Redis\\Redis; use Hyperf\\Redis\\RedisFactory;",
  );

test.each([
  "$this->redis->pipeline(function ($pipe) { $pipe->set('a', 1); });",
  "$redis->transaction(fn ($r) => $r->incr('a'));",
  "$this->store->pipeline(fn ($p) => $p->get('a'));",
  "$r->pipeline([$this, 'fill']);",
  "$r?->pipeline($this->fill(...));",
  "$this->pools->get('a')->pipeline(fn ($p) => $p->get('a'));",
  "redis()->transaction(static fn ($p) => $p->get('a'));",
  "Redis::pipeline(fn ($p) => $p->get('a'));",
])("a callback of Redis: %s", (body) => {
  expect(foundIn(inMethod(body))).toEqual(["redis-callback:11"]);
});

test.each([
  "Db::transaction(function () { $this->b(); });",
  "$this->connection->transaction(function () {});",
  "$this->client->pipeline(fn ($p) => $p->get('a'));",
  "$pipe = $this->redis->pipeline();",
  "$this->redis->pipeline($pipe);",
])("none, or of something else: %s", (body) => {
  expect(foundIn(inMethod(body))).toEqual([]);
});
