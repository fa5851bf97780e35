import { expect, test } from "vitest";
import type { PickerCommand } from "../../../src/store/picker/commands.ts";
import type { PickerStore } from "../../../src/store/picker/store.ts";
import { pickerView } from "../../../src/store/picker/view.ts";
import { DEMO_KIND } from "../../../src/store/picker/entries.ts";
import { aCandidate, aListing, aPicker } from "./build.ts";

const HEIGHT = 20;
const view = (store: PickerStore, height = HEIGHT) => pickerView(store.read(), height);
const names = (store: PickerStore, height = HEIGHT) =>
  view(store, height).rows.map(({ candidate: { name } }) => name.toString());
const selected = (store: PickerStore) =>
  view(store)
    .rows.find(({ isSelected }) => isSelected)
    ?.candidate.name.toString() ?? null;
const press = (store: PickerStore, ...commands: readonly PickerCommand[]) =>
  commands.map((command) => store.commanded(command, HEIGHT)).at(-1) ?? null;
const letters = (text: string): PickerCommand[] =>
  text.split("").map((letter) => ({ type: "type", text: letter }));

const demo = aListing(DEMO_KIND, [aCandidate("the demo", { kind: DEMO_KIND })]);

test("the most endangered comes first, then what is not known, then what stands, hosts, the demo", () => {
  const store = aPicker(
    demo,
    aListing("ssh", [aCandidate("web-1", { kind: "ssh" })]),
    aListing("docker", [
      aCandidate("gone", { state: "exited", mib: 99, limitMib: 100 }),
      aCandidate("held", { state: "paused", mib: 99, limitMib: 100 }),
      aCandidate("no-limit", { mib: 900 }),
      aCandidate("half", { mib: 50, limitMib: 100 }),
      aCandidate("php-without-limit", { mib: 10, probably: "php" }),
      aCandidate("nearly-full", { mib: 95, limitMib: 100 }),
    ]),
  );
  expect(names(store)).toEqual([
    "nearly-full",
    "half",
    "php-without-limit",
    "no-limit",
    "held",
    "gone",
    "web-1",
    "the demo",
  ]);
});

test("what arrives later does not move the selection from its entry", () => {
  const store = aPicker(aListing("local", [aCandidate("shop", { kind: "local" })]));
  press(store, { type: "move", by: 0 });
  store.listed(aListing("docker", [aCandidate("full", { mib: 99, limitMib: 100 })]), 100);
  expect(names(store)).toEqual(["full", "shop"]);
  expect(selected(store)).toBe("shop");
  expect(press(store, { type: "choose" })).toMatchObject({ target: { uri: "local:" } });
});

test("while nobody can have aimed yet the first row is selected, and from then on what it was", () => {
  const store = aPicker(demo);
  expect(selected(store)).toBe("the demo");
  store.listed(aListing("local", [aCandidate("shop", { kind: "local" })]), 200);
  expect(selected(store)).toBe("shop");
  store.listed(aListing("docker", [aCandidate("full", { mib: 99, limitMib: 100 })]), 1600);
  expect(names(store)).toEqual(["full", "shop", "the demo"]);
  expect(selected(store)).toBe("shop");
});

test("where the selected entry goes its place is selected, where all go nothing", () => {
  const three = ["a", "b", "c"].map((name) => aCandidate(name));
  const store = aPicker(aListing("docker", three));
  press(store, { type: "move", by: 1 });
  expect(selected(store)).toBe("b");
  store.listed(aListing("docker", [three[0]!, three[2]!]), 100);
  expect(selected(store)).toBe("c");
  store.listed(aListing("docker", [three[0]!]), 100);
  expect(selected(store)).toBe("a");
  store.listed(aListing("docker", []), 100);
  expect(selected(store)).toBeNull();
  expect(press(store, { type: "choose" })).toBeNull();
});

test("the same server seen from the host and from its container is one entry, and the container's", () => {
  const containerId = "c".repeat(64);
  const local = aCandidate("shop", { kind: "local", containerId, mib: 40, probably: "hyperf" });
  const store = aPicker(aListing("local", [local, aCandidate("other", { kind: "local" })]));
  expect(names(store).toSorted()).toEqual(["other", "shop"]);
  const container = aCandidate("shop-api-1", { containerId, limitMib: 80, probably: "php" });
  store.listed(aListing("docker", [container]), 100);
  expect(names(store)).toEqual(["shop-api-1", "other"]);
  const [row] = view(store).rows;
  // seen from here before the engine says so
  expect(row).toMatchObject({
    ratio: 0.5,
    candidate: { probably: "hyperf", limitBytes: 80 << 20 },
  });
  expect(row?.candidate.target.uri).toBe("docker://shop-api-1");
  // a second engine over the same containers
  store.listed(aListing("podman", [aCandidate("again", { kind: "podman", containerId })]), 100);
  expect(names(store)).toEqual(["shop-api-1", "other"]);
  expect(view(store).tabs.map(({ kind, count }) => [kind, count])).toEqual([
    [null, 2],
    ["local", 1],
    ["docker", 1],
    ["podman", 0],
    ["ssh", 0],
  ]);
});

test("where no engine answers, what lies in a container is the local one, and two servers in it are two", () => {
  const containerId = "c".repeat(64);
  const both = ["shop", "admin"].map((name) => aCandidate(name, { kind: "local", containerId }));
  const fault = { kind: "engine-unreachable", detail: null } as const;
  const store = aPicker(aListing("local", both), aListing("docker", [], { fault }));
  expect(names(store)).toEqual(["admin", "shop"]);
  expect(view(store).unanswered).toEqual([{ kind: "docker", fault }]);
});

test("letters filter at once, by every word of what is told; Backspace and Esc take it back, a second Esc quits", () => {
  const store = aPicker(
    aListing("docker", [
      aCandidate("api", { image: "shop:1.2", command: "php bin/hyperf.php", ports: [9501] }),
      aCandidate("db", { image: "mysql" }),
    ]),
    aListing("ssh", [aCandidate("web-1", { kind: "ssh" })]),
  );
  press(store, ...letters("SHOP"));
  expect(names(store)).toEqual(["api"]);
  expect(view(store)).toMatchObject({ filter: "SHOP", hiddenCount: 2 });
  press(store, ...letters(" :95"));
  expect(names(store)).toEqual(["api"]);
  press(store, ...letters("x"));
  expect(names(store)).toEqual([]);
  press(store, { type: "erase" });
  expect(names(store)).toEqual(["api"]);
  expect(press(store, { type: "escape" })).toBeNull();
  expect(names(store)).toHaveLength(3);
  press(store, ...letters("docker"));
  expect(names(store).toSorted()).toEqual(["api", "db"]);
  press(store, { type: "escape" });
  expect(press(store, { type: "escape" })).toEqual({ type: "quit" });
});

test("the demo is no target that a filter hides", () => {
  const store = aPicker(
    aListing("docker", [aCandidate("api"), aCandidate("db")]),
    aListing(DEMO_KIND, [aCandidate("demo", { kind: DEMO_KIND })]),
  );
  press(store, ...letters("api"));
  expect(names(store)).toEqual(["api"]);
  expect(view(store)).toMatchObject({ hiddenCount: 1, isNarrowed: true });
  press(store, { type: "escape" }, ...letters("demo"));
  expect(names(store)).toEqual(["demo"]);
  expect(view(store)).toMatchObject({ hiddenCount: 2 });
});

test("a filter selects its first row, but leaves a row that was chosen by keys", () => {
  const store = aPicker(
    aListing(
      "docker",
      ["api-1", "api-2", "db"].map((name) => aCandidate(name)),
    ),
  );
  press(store, ...letters("api-2"));
  expect(selected(store)).toBe("api-2");
  press(store, { type: "escape" });
  expect(selected(store)).toBe("api-1");
  press(store, { type: "move", by: 1 }, ...letters("api"));
  expect(selected(store)).toBe("api-2");
});

test("Tab goes round the kinds, Shift-Tab back", () => {
  const store = aPicker(
    demo,
    aListing("local", [aCandidate("shop", { kind: "local" })]),
    aListing("docker", [aCandidate("api")]),
  );
  const shown = () => view(store).tabs.find(({ isShown }) => isShown)?.kind;
  const seen = Array.from({ length: 5 }, () => {
    press(store, { type: "kind", by: 1 });
    return [shown(), names(store).join()];
  });
  expect(seen).toEqual([
    ["local", "shop"],
    ["docker", "api"],
    ["podman", ""],
    ["ssh", ""],
    [null, "api,shop,the demo"],
  ]);
  press(store, { type: "kind", by: -1 });
  expect(shown()).toBe("ssh");
});

test("the window follows the selection, and says what stands above and below", () => {
  const many = Array.from({ length: 50 }, (_, i) => aCandidate(`c-${String(i).padStart(2, "0")}`));
  const store = aPicker(aListing("docker", many));
  expect(view(store, 10)).toMatchObject({ above: 0, below: 40 });
  press(store, { type: "page", by: 1 });
  expect(selected(store)).toBe("c-20");
  expect(view(store, 10)).toMatchObject({ above: 15, below: 25 });
  expect(names(store, 10)).toContain("c-20");
  press(store, { type: "bottom" });
  expect(view(store, 10)).toMatchObject({ above: 40, below: 0 });
  press(store, { type: "move", by: 1 }, { type: "page", by: 1 });
  expect(selected(store)).toBe("c-49");
  press(store, { type: "top" });
  expect(selected(store)).toBe("c-00");
});

test("Enter on what does not run is refused with the reason, and the next key takes that back", () => {
  const store = aPicker(
    aListing("docker", [
      aCandidate("gone", { state: "exited" }),
      aCandidate("held", { state: "paused" }),
    ]),
  );
  expect(press(store, { type: "choose" })).toBeNull();
  expect(view(store).refusal).toEqual({ kind: "paused", detail: "held" });
  press(store, { type: "move", by: 1 });
  expect(view(store).refusal).toBeNull();
  expect(press(store, { type: "choose" })).toBeNull();
  expect(view(store).refusal).toEqual({ kind: "not-running", detail: "gone" });
});

test("asked again, what was told stays until it is told anew", () => {
  const store = aPicker(aListing("docker", [aCandidate("api")]));
  expect(press(store, { type: "again" })).toMatchObject({ type: "list-again" });
  expect(names(store)).toEqual(["api"]);
  expect(view(store).tabs.find(({ kind }) => kind === "docker")?.isAsked).toBe(true);
  store.listed(aListing("docker", [aCandidate("api-2")]), 100);
  expect(names(store)).toEqual(["api-2"]);
});
