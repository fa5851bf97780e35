import { expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { withWorkload } from "../../../src/store/select/removed-pod.ts";
import { faultText } from "../../../src/words/faults.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aPod } from "../../fixtures/pods.ts";
import { NOW } from "../../ui/build.ts";

const REMOVED: Fault = { kind: "removed", detail: untrustedText("shop-6d5f-x1") };
const STAYS = "shop-6d5f-x1 was removed. What was seen of it stays.";

const told = (kind: string | null) => ({
  at: NOW,
  container: aContainer({
    engine: "kubernetes",
    pod: aPod({
      namespace: untrustedText("prod"),
      workload:
        kind === null
          ? null
          : {
              kind,
              name: untrustedText("shop"),
              replicas: 2,
              ready: 1,
              autoscaler: null,
              autoscalerKnown: true,
            },
    }),
  }),
});

const said = (container: ReturnType<typeof told> | null, fault = REMOVED): string =>
  faultText(withWorkload(fault, container));

test.each([
  ["Deployment", "deploy/shop"],
  ["ReplicaSet", "rs/shop"],
  ["DaemonSet", "ds/shop"],
  ["Job", "job/shop"],
])("a removed pod of a %s never comes back: it is said what goes on", (kind, word) => {
  expect(said(told(kind))).toBe(
    `shop-6d5f-x1 was removed and never comes back. Go on with swtop k8s ${word} -n prod.`,
  );
});

test.each([
  ["one of a StatefulSet comes back under its name", told("StatefulSet")],
  ["one that stands alone has nothing that goes on", told(null)],
  [
    "of a container without a pod nothing more is known",
    { ...told(null), container: aContainer() },
  ],
  ["nothing was told", null],
])("%s", (_, container) => {
  expect(said(container)).toBe(STAYS);
});

test("another fault stays what it is", () => {
  const fault: Fault = { kind: "terminating", detail: untrustedText("shop-6d5f-x1") };
  expect(withWorkload(fault, told("Deployment"))).toBe(fault);
});
