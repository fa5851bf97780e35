import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { endOf, type Attached } from "../../../src/targets/k8s/ends.ts";
import { podEventsOf } from "../../../src/targets/k8s/events.ts";
import { eventListOf, podOf, podsOf, statusOf, type CapturedPod } from "./captured.ts";

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);
const eventsOf = (of: string, name: string) => podEventsOf(eventListOf(of, name));

/** Who had a shell in the life that a pod tells of first. */
function attachedTo(pod: CapturedPod, container = "app"): Attached {
  const { lastState, containerID } = statusOf(pod, container);
  const id = lastState?.terminated?.containerID ?? containerID ?? "";
  return {
    containerId: id.replace("containerd://", ""),
    uid: pod.metadata.uid,
  };
}

/** `container-ended app 1 OOMKilled`: kind, detail, exit code and reason of the life. */
const told = (fault: Fault | null): string =>
  fault === null
    ? "-"
    : [
        fault.kind,
        fault.detail,
        ...(fault.life === undefined || fault.life === null
          ? []
          : [fault.life.exitCode, fault.life.reason]),
      ].join(" ");

/** What each state of a pod says to who was attached since the first one. */
function replayed(of: string, name = ""): readonly string[] {
  const pods = podsOf(of, name);
  const container = name === "shop-import" ? "import" : "app";
  const attached = attachedTo(pods[0], container);
  return pods.map((pod) => told(endOf(pod, container, attached)));
}

describe("why an exec ended is told by the pod", () => {
  test.each([
    ["exec-oom", "", ["restarted app 137 OOMKilled"]],
    ["exec-oom-child", "", ["restarting app 1 OOMKilled", "restarted app 1 OOMKilled"]],
    // a worker was killed: nothing is told of that
    ["exec-container-killed-9", "", ["-"]],
    ["exec-liveness", "", ["restarted app 0 Completed"]],
    ["exec-pid1-ends", "", ["restarting app 0 Completed", "restarted app 0 Completed"]],
    [
      "exec-pod-deleted",
      "",
      [
        "-",
        "terminating shop-del-a",
        "terminating shop-del-a 0 Completed",
        "terminating shop-del-a 0 Completed",
      ],
    ],
    [
      "exec-pod-deleted-slow",
      "",
      [
        "terminating shop-del-b",
        "terminating shop-del-b 137 Error",
        "terminating shop-del-b 137 Error",
      ],
    ],
    [
      "exec-pod-force-deleted",
      "",
      [
        "terminating shop-del-c",
        "terminating shop-del-c 0 Completed",
        "terminating shop-del-c 0 Completed",
      ],
    ],
    [
      "evicted-by-api",
      "",
      [
        "-",
        "evicted shop-evi-a (Eviction API: evicting)",
        "evicted shop-evi-a (Eviction API: evicting)",
        "evicted shop-evi-a (Eviction API: evicting) 0 Completed",
        "evicted shop-evi-a (Eviction API: evicting) 0 Completed",
      ],
    ],
    // without events nobody tells that it was evicted
    ["evicted-by-kubelet", "", ["container-ended app 0 Completed"]],
    [
      "last-states",
      "shop-evict",
      ['evicted shop-evict (Usage of EmptyDir volume "scratch" exceeds the limit "1Mi") 137 Error'],
    ],
    ["last-states", "shop-leak", ["restarting app 137 OOMKilled"]],
    ["last-states", "shop-sick", ["restarting app 0 Completed"]],
    ["last-states", "shop-crash", ["restarting app 255 Error"]],
    ["last-states", "shop-fork", ["restarted app 1 Error"]],
    ["last-states", "shop-import", ["container-ended import 3 Error"]],
    [
      "watch-rollout",
      "shop-api-796855cf6c-br56l",
      [
        "-",
        "terminating shop-api-796855cf6c-br56l",
        "terminating shop-api-796855cf6c-br56l 0 Completed",
        "terminating shop-api-796855cf6c-br56l 0 Completed",
      ],
    ],
    // The way to it is broken, not the pod.
    ["kubelet-restart", "", ["-"]],
    ["runtime-restart", "", ["-"]],
    ["node-not-ready", "", ["-", "-"]],
  ])("each state of the pod is asked, never the exec's own status: %s %s", (of, name, ends) => {
    expect(replayed(of, name)).toEqual(ends);
  });

  test("an eviction whose application ends by itself is a phase `Succeeded` without reason: an event tells", () => {
    const pod = podOf("evicted-by-kubelet");
    expect(pod.status.phase).toBe("Succeeded");
    expect(pod.status.reason).toBeUndefined();
    const events = eventsOf("evicted-by-kubelet", "shop-evi-b");
    expect(endOf(pod, "app", attachedTo(pod), events)).toEqual({
      kind: "evicted",
      detail: 'shop-evi-b (Usage of EmptyDir volume "scratch" exceeds the limit "1Mi")',
      life: {
        startedAt: at("16:20:42"),
        endedAt: at("16:20:54"),
        exitCode: 0,
        reason: "Completed",
        oomKilled: false,
      },
    });
  });

  test("an event of an eviction says nothing while the pod runs", () => {
    const pod = podOf("exec-container-killed-9");
    const events = eventsOf("evicted-by-kubelet", "shop-evi-b");
    expect(endOf(pod, "app", attachedTo(pod), events)).toBeNull();
  });

  test("another pod of the same name is another one", () => {
    const pod = podOf("watch-basics");
    const before: Attached = { containerId: "1", uid: "of the one before" };
    expect(told(endOf(pod, "app", before))).toBe("replaced another of the name shop-session-0");
  });

  test("in between the pod still says that it runs", () => {
    const [running] = podsOf("exec-pod-deleted");
    expect(statusOf(running).state).toHaveProperty("running");
    expect(endOf(running, "app", attachedTo(running))).toBeNull();
  });

  test("whose life was not known is not said to be over", () => {
    const pod = podOf("exec-oom");
    const attached: Attached = { containerId: "", uid: pod.metadata.uid };
    expect(endOf(pod, "app", attached)).toBeNull();
  });
});

describe("why an exec cannot be had", () => {
  test.each([
    ["list-pods", "shop-api", "app", "-"],
    ["exec-oom", "", "app", "-"],
    ["last-states", "shop-noimage", "app", "not-running app"],
    ["last-states", "shop-toobig", "app", "not-running app"],
    ["last-states", "shop-leak", "app", "restarting app 137 OOMKilled"],
    ["last-states", "shop-import", "import", "not-running import 3 Error"],
    ["list-pods", "shop-api", "gone", "no-such-target gone"],
    ["ephemeral", "", "dbg", "-"],
    ["ephemeral", "", "dbg3", "not-running dbg3 0 Completed"],
    ["watch-basics", "", "wait-db", "not-running wait-db 0 Completed"],
  ])("the container as it stands: %s %s, container %s: %s", (of, name, container, end) => {
    expect(told(endOf(podOf(of, name), container, null))).toBe(end);
  });

  test("one that was never started has no life", () => {
    expect(endOf(podOf("last-states", "shop-noimage"), "app", null)?.life).toBeNull();
  });

  test("through the grace of a pod that is deleted an exec works", () => {
    const ends = podsOf("exec-pod-deleted-slow").map((pod) => told(endOf(pod, "app", null)));
    expect(ends).toEqual([
      "-",
      "terminating shop-del-b 137 Error",
      "terminating shop-del-b 137 Error",
    ]);
  });
});
