// Pods in the picker: asked for late, in one namespace of one context after the other.
import { expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import type { PickerCommand } from "../../../src/store/picker/commands.ts";
import type { Opening } from "../../../src/store/picker/state.ts";
import { createPickerStore, type PickerStore } from "../../../src/store/picker/store.ts";
import { pickerView } from "../../../src/store/picker/view.ts";
import { aCandidate, aListing } from "./build.ts";

const LATE = ["k8s", "namespaces", "contexts"];
const STAGING = { context: "staging", namespace: "shop" };
const TAB: PickerCommand = { type: "kind", by: 1 };
const ENTER: PickerCommand = { type: "choose" };

const aPod = (name: string, facts: Parameters<typeof aCandidate>[1] = {}) =>
  aCandidate(name, { kind: "k8s", state: "Running", ...facts });
const places = (kind: string, ...names: readonly string[]) =>
  aListing(
    kind,
    names.map((name) => aCandidate(name, { kind, state: null })),
    { place: STAGING },
  );
const pods = (...names: readonly string[]) =>
  aListing(
    "k8s",
    names.map((name) => aPod(name)),
    { place: STAGING },
  );
const opened = (opening: Partial<Opening> = {}) =>
  createPickerStore({ kinds: ["docker", ...LATE], late: LATE, ...opening }, 0);
const view = (store: PickerStore) => pickerView(store.read(), 20);
const names = (store: PickerStore) =>
  view(store).rows.map(({ candidate }) => candidate.name.toString());
const selected = (store: PickerStore) =>
  view(store).rows.find(({ isSelected }) => isSelected)?.candidate.name ?? null;
const press = (store: PickerStore, ...commands: readonly PickerCommand[]) =>
  commands.map((command) => store.commanded(command, 20)).at(-1) ?? null;
const told = (store: PickerStore, ...listings: readonly Listing[]) => {
  for (const listing of listings) store.listed(listing, 100);
};
/** Tab has come to the pods, and all was told. */
function withPods(...more: readonly Listing[]): PickerStore {
  const store = opened();
  press(store, TAB, TAB);
  told(
    store,
    places("contexts", "live-eu", "staging"),
    pods("shop-1", "shop-2"),
    places("namespaces", "shop", "till"),
    ...more,
  );
  return store;
}
const NOWHERE = { context: "", namespace: "" };

test("clusters are asked when Tab comes to them for the first time, and not before", () => {
  const store = opened();
  expect(
    view(store)
      .tabs.filter(({ isUnasked }) => isUnasked)
      .map(({ kind }) => kind),
  ).toEqual(LATE);
  expect(press(store, { type: "again" })).toEqual({ type: "list-again", place: null });
  expect(press(store, TAB)).toBeNull();
  expect(press(store, TAB)).toEqual({ type: "list-late", place: NOWHERE });
  expect(view(store).tabs.map(({ isAsked }) => isAsked)).toEqual([true, true, true, true, true]);
  // round once more: they were asked
  expect(press(store, TAB, TAB, TAB, TAB, TAB)).toBeNull();
  expect(press(store, { type: "again" })).toEqual({ type: "list-again", place: NOWHERE });
});

test("opened on pods they are asked at once, where the options say", () => {
  const store = opened({ kind: "k8s", place: STAGING });
  expect(store.read().unasked).toEqual([]);
  expect(store.read().place).toEqual(STAGING);
  expect(view(store).kind).toBe("k8s");
});

test("Tab goes from pods to namespaces, to contexts, and to the next kind; all are all targets", () => {
  const store = withPods();
  const seen = Array.from({ length: 4 }, () => {
    const shown = [view(store).kind, names(store).join()];
    press(store, TAB);
    return shown;
  });
  expect(seen).toEqual([
    ["k8s", "shop-1,shop-2"],
    ["namespaces", "shop,till"],
    ["contexts", "live-eu,staging"],
    [null, "shop-1,shop-2"],
  ]);
  expect(view(store).tabs[0]).toMatchObject({ kind: null, count: 2 });
});

test("Enter on a namespace lists its pods, and those of the one before are gone at once", () => {
  const store = withPods();
  press(store, TAB, { type: "type", text: "til" });
  expect(press(store, ENTER)).toEqual({
    type: "list-late",
    place: { context: "staging", namespace: "till" },
  });
  expect(view(store)).toMatchObject({ kind: "k8s", rows: [], filter: "" });
  expect(view(store).place).toEqual({ context: "staging", namespace: "till" });
  expect(press(store, ENTER)).toBeNull();
  told(store, aListing("k8s", [aPod("till-1")], { place: { ...STAGING, namespace: "till" } }));
  expect(press(store, ENTER)).toMatchObject({ type: "chosen", target: { uri: "k8s://till-1" } });
});

test("Enter on a context lists the pods of its own namespace; its namespaces are not known yet", () => {
  const store = withPods();
  press(store, TAB, TAB);
  expect(selected(store)).toBe("live-eu");
  expect(press(store, ENTER)).toEqual({
    type: "list-late",
    place: { context: "live-eu", namespace: "" },
  });
  press(store, TAB);
  expect(names(store)).toEqual([]);
  press(store, TAB);
  expect(names(store)).toEqual(["live-eu", "staging"]);
});

test("asked again it is asked where we are now", () => {
  const store = withPods();
  press(store, TAB, { type: "bottom" }, ENTER);
  expect(press(store, { type: "again" })).toEqual({
    type: "list-again",
    place: { context: "staging", namespace: "till" },
  });
});

test("the selection follows the fullest pod until its figures are there, however late the cluster answers", () => {
  const store = opened();
  press(store, TAB, TAB);
  store.listed(pods("shop-1", "shop-2"), 9000);
  expect(selected(store)).toBe("shop-1");
  const full = aPod("shop-2", { mib: 95, limitMib: 100 });
  store.listed(aListing("k8s", [aPod("shop-1"), full]), 9200);
  expect(selected(store)).toBe("shop-2");
  // and then it stays
  const fuller = aPod("shop-1", { mib: 99, limitMib: 100 });
  store.listed(aListing("k8s", [fuller, full]), 11_000);
  expect(selected(store)).toBe("shop-2");
});

test.each(["Completed", "Evicted", "Pending", "ContainerCreating", "Init:0/1", "ErrImagePull"])(
  "a pod that is %s cannot be attached to, and comes after those that run",
  (state) => {
    const store = withPods(aListing("k8s", [aPod("a", { state }), aPod("b")]));
    expect(names(store)).toEqual(["b", "a"]);
    press(store, { type: "bottom" });
    expect(press(store, ENTER)).toBeNull();
    expect(view(store).refusal).toEqual({
      kind: "not-running",
      detail: `a (${state})`,
      about: "pod",
    });
  },
);

test.each(["Running", "CrashLoopBackOff", "OOMKilled", "Terminating", "NotReady"])(
  "a pod that is %s can be",
  (state) => {
    const store = withPods(aListing("k8s", [aPod("a", { state })]));
    expect(press(store, ENTER)).toMatchObject({ type: "chosen" });
  },
);

test("a container that its engine lists, too, is the pod's", () => {
  const containerId = "c".repeat(64);
  const store = opened();
  told(store, aListing("docker", [aCandidate("k8s_app_shop-1", { containerId })]));
  press(store, TAB, TAB);
  told(store, aListing("k8s", [aPod("shop-1", { containerId })]));
  expect(names(store)).toEqual(["shop-1"]);
  press(store, { type: "kind", by: -1 }, { type: "kind", by: -1 });
  expect(names(store)).toEqual(["shop-1"]);
});

const FORBIDDEN: Fault = { kind: "forbidden", detail: null };

test("namespaces that may not be listed: said where places are shown, and the current one stays", () => {
  const current = { ...places("namespaces", "shop"), fault: FORBIDDEN };
  const store = withPods(current);
  expect(view(store).unanswered).toEqual([]);
  press(store, TAB);
  expect(names(store)).toEqual(["shop"]);
  expect(view(store).unanswered).toEqual([{ kind: "namespaces", fault: FORBIDDEN }]);
});

test("why there are no pods stands where they would, and is a line of its own elsewhere", () => {
  const store = withPods(aListing("k8s", [], { fault: FORBIDDEN }));
  expect(view(store)).toMatchObject({ fault: FORBIDDEN, unanswered: [] });
  press(store, { type: "kind", by: -1 });
  expect(view(store)).toMatchObject({
    fault: null,
    unanswered: [{ kind: "k8s", fault: FORBIDDEN }],
  });
});
