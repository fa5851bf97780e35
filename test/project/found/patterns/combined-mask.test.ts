import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const listening = (returned: string, head = "class A implements SignalHandlerInterface"): string =>
  classWith(
    `public function listen(): array\n{\nreturn ${returned};\n}`,
    "use Hyperf\\Signal\\SignalHandlerInterface;",
    head,
  );

test.each([
  "[[self::WORKER | self::PROCESS, SIGTERM]]",
  "[[self::WORKER, SIGINT], [SignalHandlerInterface::PROCESS | SignalHandlerInterface::WORKER, SIGTERM]]",
])("one entry for two kinds of processes: %s", (returned) => {
  expect(foundIn(listening(returned))).toEqual(["combined-mask:8"]);
});

test("two entries are right", () => {
  expect(foundIn(listening("[[self::WORKER, SIGTERM], [self::PROCESS, SIGTERM]]"))).toEqual([]);
});

test("what is no signal handler may have such a mask", () => {
  expect(foundIn(listening("[[self::WORKER | self::PROCESS, SIGTERM]]", "class A"))).toEqual([]);
});
