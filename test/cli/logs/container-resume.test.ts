import { expect, test } from "vitest";
import { ContainerResume } from "../../../src/cli/logs/container-resume.ts";
import type { ContainerLine } from "../../../src/domain/ports/inspector.ts";
import { epochMs } from "../../../src/domain/units.ts";

const T = 1_795_774_000_000;

const line = (
  text: string,
  ms: number,
  stream: ContainerLine["stream"] = "stdout",
): ContainerLine & { readonly at: ReturnType<typeof epochMs> } => ({
  stream,
  bytes: Buffer.from(text),
  at: epochMs(T + ms),
});

function seen(...lines: readonly ReturnType<typeof line>[]): ContainerResume {
  const resume = new ContainerResume();
  for (const each of lines) resume.note(each, each.at, epochMs(0));
  return resume;
}

test("nothing was seen: it begins anew; else a second before the last line, of whichever stream", () => {
  expect(new ContainerResume().from()).toBeNull();
  const resume = seen(line("a", 0), line("b", 5000, "stderr"), line("c", 4000));
  expect(resume.from()).toEqual({ kind: "since", at: T + 4000 });
});

test("the end of a line whose beginning is cut off is not told again; the same words later are", () => {
  const resume = seen(line("line 84", 0), line("line 85", 990), line("line 86", 1500));
  resume.begin();
  // podman stamps both parts of the first one: the second is within the window
  const again = ["84", "line 85", "line 86"].map((text, index) =>
    line(text, [501, 990, 1500][index] ?? 0),
  );
  expect(again.map((each) => resume.isAgain(each))).toEqual([true, true, true]);
  expect(resume.isAgain(line("84", 1501))).toBe(false);
});

test("what stands between known lines is new", () => {
  const resume = seen(line("a", 0), line("b", 10));
  resume.begin();
  const told = [line("a", 0), line("x", 5), line("b", 10), line("b", 10)];
  expect(told.map((each) => resume.isAgain(each))).toEqual([true, false, true, false]);
});

test("of a flood the younger half is remembered, and no more is asked for", () => {
  const resume = new ContainerResume();
  for (let index = 0; index < 120_000; index++) {
    const each = line(`${index}`, Math.floor(index / 150));
    resume.note(each, each.at, epochMs(0));
  }
  const from = resume.from();
  expect(from?.kind === "since" && from.at > T && from.at < T + 800).toBe(true);
  const firstMs = from?.kind === "since" ? from.at - T : 0;
  resume.begin();
  for (let index = firstMs * 150; index < 120_000; index++)
    expect(resume.isAgain(line(`${index}`, Math.floor(index / 150)))).toBe(true);
  expect(resume.isAgain(line("120000", 800))).toBe(false);
});
