import { expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { asking } from "../../../src/cli/picker/asking.ts";
import type { Lister } from "../../../src/cli/picker/listers.ts";
import { NO_SCOPE, type Scope } from "../../../src/domain/ports/inspector.ts";
import { createPickerStore } from "../../../src/store/picker/store.ts";
import { aCandidate, aListing } from "../../store/picker/build.ts";

const LATE = ["k8s", "namespaces", "contexts"];

type Asked = { readonly scope: Scope | undefined; readonly signal: AbortSignal };

/** Answers each time it is let, with a candidate that is called as its namespace. */
function lister(scheme: string, facts: Partial<Lister> = {}) {
  const asked: Asked[] = [];
  const gates: PromiseWithResolvers<null>[] = [];
  const own: Lister = {
    scheme,
    async *list(signal, scope) {
      asked.push({ signal, scope });
      const gate = Promise.withResolvers<null>();
      gates.push(gate);
      await gate.promise;
      yield aListing(scheme, [aCandidate(scope?.namespace ?? "", { kind: scheme })]);
    },
    ...facts,
  };
  return { own, asked, answer: (round: number) => gates[round]?.resolve(null) };
}

function opened() {
  const [docker, k8s] = [lister("docker"), lister("k8s", { kinds: LATE, isLate: true })];
  const store = createPickerStore({ kinds: ["docker", ...LATE], late: LATE, kind: "k8s" }, 0);
  const failures: unknown[] = [];
  const own = new AbortController();
  const scope = { ...NO_SCOPE, container: "app", kubeconfig: "/etc/kube", namespace: "options" };
  const ask = asking([docker.own, k8s.own], store, {
    clock: systemClock,
    scope,
    ends: own.signal,
    failed: (cause) => failures.push(cause),
  });
  const names = (kind: string) =>
    store
      .read()
      .listings.get(kind)
      ?.candidates.map(({ name }) => name.toString());
  return { docker, k8s, ask, names, own, scope, failures };
}

test("a cluster is not asked with the others, and is asked where the picker is, with what the options say beside that", () => {
  const { docker, k8s, ask, scope } = opened();
  ask.early();
  expect(docker.asked).toHaveLength(1);
  expect(k8s.asked).toEqual([]);
  ask.late({ context: "prod", namespace: "shop" });
  expect(k8s.asked.map((each) => each.scope)).toEqual([
    { ...scope, context: "prod", namespace: "shop" },
  ]);
  expect(docker.asked).toHaveLength(1);
});

test("asked elsewhere, nothing is heard any more of where it was asked before; the others go on", async () => {
  const { docker, k8s, ask, names, failures } = opened();
  ask.early();
  ask.late({ context: "prod", namespace: "slow" });
  ask.late({ context: "prod", namespace: "shop" });
  expect(k8s.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  k8s.answer(1);
  await expect.poll(() => names("k8s")).toEqual(["shop"]);
  k8s.answer(0);
  docker.answer(0);
  await expect.poll(() => names("docker")).toEqual([""]);
  expect(names("k8s")).toEqual(["shop"]);
  expect(failures).toEqual([]);
});

test("when the picker ends all of them are told", () => {
  const { docker, k8s, ask, own } = opened();
  ask.early();
  ask.late({ context: "", namespace: "" });
  own.abort();
  expect([...docker.asked, ...k8s.asked].map(({ signal }) => signal.aborted)).toEqual([true, true]);
});
