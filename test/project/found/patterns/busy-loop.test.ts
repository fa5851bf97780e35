import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const process = (handle: string, more = ""): string =>
  classWith(
    `public function handle(): void {\n${handle}\n}\n${more}`,
    "use Hyperf\\Process\\ProcessManager; use Swoole\\Coroutine; use Hyperf\\DbConnection\\Db;",
    "class A extends AbstractProcess",
  );

test.each([
  ["an empty body", "while (true) {}"],
  ["a number for true", "while (1) { $i++; }"],
  ["a for without a condition", "for (;;) { $i = count($this->rows); }"],
  ["a do", "do { $i++; } while (true);"],
  ["a method of the class that never waits", "while (true) { $this->step(); }"],
  ["logging", "while (true) { $this->logger->info('x'); }"],
  [
    "asking Redis again and again",
    "while (true) { $job = $this->redis->lPop('queue'); if ($job === false) { continue; } }",
  ],
  [
    "asking the database again and again",
    "while (true) { Db::table('jobs')->where('done', 0)->count(); }",
  ],
  ["a break of an inner loop", "while (true) { foreach ([1, 2] as $a) { if ($a) { break; } } }"],
  ["a return of an inner function", "while (true) { $f = function () { return 1; }; }"],
  [
    "in a try",
    "while (true) { try { $this->step(); } catch (\\Throwable $e) { $this->logger->error('x'); } }",
  ],
])("a loop without an end is busy: %s", (_what, loop) => {
  expect(foundIn(process(loop, "private function step(): void { $this->n++; }"))).toEqual([
    "busy-loop:7",
  ]);
});

test.each([
  ["a sleep", "while (true) { $this->step(); sleep(1); }"],
  ["a sleep of a coroutine", "while (true) { Coroutine::sleep(0.1); }"],
  ["a blocking pop", "while (true) { $job = $this->redis->brPop('q', 5); }"],
  ["a channel", "while (true) { $this->channel->pop(); }"],
  ["what is not known", "while (true) { $this->service->sync(); }"],
  ["an inherited method", "while (true) { $this->inherited(); }"],
  ["a method that sleeps", "while (true) { $this->rest(); }"],
  ["a method that sleeps at one remove", "while (true) { self::far(); }"],
  ["whether it shall stop", "while (true) { if (! ProcessManager::isRunning()) { break; } }"],
  ["a condition", "while (ProcessManager::isRunning()) { $i++; }"],
  ["a variable", "while ($running) { $i++; }"],
  ["a return", "while (true) { if ($i++ > 9) { return; } }"],
  ["a throw", "while (true) { throw new \\RuntimeException('x'); }"],
  ["a break out of a switch", "while (true) { switch ($a) { case 1: break 2; } }"],
  ["an exit", "while (true) { exit(1); }"],
  ["a computed call", "while (true) { ($this->job)(); }"],
  ["a read", "while (true) { $line = fgets(STDIN); }"],
  ["a shell", "while (true) { $out = `uptime`; }"],
  ["an iterator", "while (true) { foreach ($this->consumer as $message) { $n++; } }"],
  ["an end of its own", "for ($i = 0; $i < 10; $i++) { $n++; }"],
])("a loop that may wait or end is not: %s", (_what, loop) => {
  const more =
    "private function rest() { usleep(10); } private static function far() { static::farther(); } static function farther() { sleep(1); } function step() {}";
  expect(foundIn(process(loop, more))).toEqual([]);
});

test("a loop in a method that handle() comes to is found, in another it is not", () => {
  const loops =
    "private function a() { $this->b(); }\nprivate function b() { while (true) { $i++; } }";
  expect(foundIn(process("$this->a();", loops))).toEqual(["busy-loop:10"]);
  expect(foundIn(process("$this->c();", loops))).toEqual([]);
});

test("methods that call each other are read once", () => {
  const more = "function a() { $this->b(); }\nfunction b() { $this->a(); }";
  expect(foundIn(process("while (true) { $this->a(); }", more))).toEqual(["busy-loop:7"]);
});
