import { afterEach, expect, test, vi } from "vitest";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import type { Answer, Cluster } from "../../../src/targets/k8s/cluster.ts";
import { Shared } from "../../../src/targets/k8s/shared.ts";

afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

function rig(answer: () => Promise<Answer>) {
  const asked: string[] = [];
  const ask: Cluster["ask"] = ({ path }) => {
    asked.push(path);
    return answer();
  };
  const { asking } = new Shared({ ask, asked: ask });
  return { asking, asked };
}

const anAnswer = (text: string): Answer => ({ status: 200, text, body: null });

test("what many ask at the same time is asked once, and again after a while", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  let count = 0;
  const { asking, asked } = rig(() => Promise.resolve(anAnswer(String((count += 1)))));
  const [one, two, other] = await Promise.all(
    ["/a", "/a", "/b"].map((path) => asking.ask({ path }, never)),
  );
  expect([one, two, other].map((answer) => answer?.text)).toEqual(["1", "1", "2"]);
  vi.advanceTimersByTime(4999);
  await asking.ask({ path: "/a" }, never);
  expect(asked).toEqual(["/a", "/b"]);
  vi.advanceTimersByTime(1);
  expect((await asking.ask({ path: "/a" }, never)).text).toBe("3");
});

test("a question whose refusal is a fault is another one", async () => {
  const { asking, asked } = rig(() => Promise.resolve(anAnswer("")));
  await asking.ask({ path: "/a" }, never);
  await asking.asked({ path: "/a" }, never);
  expect(asked).toEqual(["/a", "/a"]);
});

test("a failure is told to those who wait for it, and to nobody later", async () => {
  const fault = { kind: "cluster-unreachable", detail: null } as const;
  let isAway = true;
  const { asking, asked } = rig(() =>
    isAway ? Promise.reject(new TransportError(fault)) : Promise.resolve(anAnswer("back")),
  );
  const both = [asking.ask({ path: "/a" }, never), asking.ask({ path: "/a" }, never)];
  for (const each of both) await expect(each).rejects.toHaveProperty("fault", fault);
  isAway = false;
  expect((await asking.ask({ path: "/a" }, never)).text).toBe("back");
  expect(asked).toEqual(["/a", "/a"]);
});
