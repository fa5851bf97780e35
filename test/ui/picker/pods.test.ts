import { expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { DEMO_KIND } from "../../../src/store/picker/entries.ts";
import { createPickerStore } from "../../../src/store/picker/store.ts";
import { pickerView } from "../../../src/store/picker/view.ts";
import { middleCut } from "../../../src/ui/picker/middle-cut.ts";
import { pickerLines, pickerRows } from "../../../src/ui/picker/rows.ts";
import { themeOf, type Appearance } from "../../../src/ui/theme.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { aCandidate, aListing, NOW } from "../../store/picker/build.ts";
import { SGR } from "../build.ts";

const SMALL = { columns: 80, rows: 15 };
const LARGE = { columns: 160, rows: 15 };
const HOUR = 3_600_000;
const LATE = ["k8s", "namespaces", "contexts"];
const PLACE = { context: "shop-prod", namespace: "shop" };

const aPod = (name: string, facts: Parameters<typeof aCandidate>[1] = {}) =>
  aCandidate(name, {
    kind: "k8s",
    state: "Running",
    restarts: 0,
    startedAt: epochMs(NOW - 30 * HOUR),
    ...facts,
  });
const killed = aPod("shop-api-7d9f6c8b5-x2lkq", {
  mib: 1750,
  limitMib: 2048,
  restarts: 3,
  lastEnd: { reason: untrustedText("OOMKilled"), at: epochMs(NOW - 2 * HOUR) },
  startedAt: epochMs(NOW - 2 * HOUR),
  probably: "hyperf",
  image: "shop/api:1.2",
  ports: [9501],
});
const pods = aListing(
  "k8s",
  [
    killed,
    aPod("shop-frontend-canary-5c9d8b7f6-qzv4m", { mib: 20, limitMib: 128, probably: "php" }),
    aPod("import-28399210-abcde", {
      state: "CrashLoopBackOff",
      restarts: 12,
      lastEnd: { reason: untrustedText("ContainerStatusUnknown"), at: null },
      startedAt: null,
    }),
    aPod("migrate-1", { state: "Completed", startedAt: null }),
  ],
  { place: PLACE },
);
const names = (kind: string, ...all: readonly string[]) =>
  aListing(
    kind,
    all.map((name) => aCandidate(name, { kind, state: null })),
    { place: PLACE },
  );
const ordinary = [
  names("contexts", "shop-prod", "shop-staging"),
  pods,
  names("namespaces", "default", "shop"),
  aListing(DEMO_KIND, [aCandidate("demo", { kind: DEMO_KIND })]),
];

type Shown = Partial<Appearance> & { readonly kind?: string | null };

function painted(
  listings: readonly Listing[],
  size: typeof SMALL,
  { kind = "k8s", ...appearance }: Shown = {},
): readonly string[] {
  const kinds = ["local", "docker", "podman", "ssh", ...LATE];
  const store = createPickerStore({ kinds, late: LATE, kind }, 0);
  for (const listing of listings) store.listed(listing, 0);
  const state = store.read();
  return pickerLines(pickerView(state, pickerRows(state, size)), size, {
    theme: themeOf({ hasColour: false, isAscii: false, ...appearance }),
    nowMs: NOW,
    attaching: null,
  });
}
const drawn = (listings: readonly Listing[], size: typeof SMALL, shown: Shown = {}) =>
  painted(listings, size, shown).map((text) => text.replaceAll(SGR, "").trimEnd());

test("80 columns: memory against limit, restarts with the last reason and its age, and the end of each name", () => {
  expect(drawn(ordinary, SMALL)).toEqual([
    " swtop  what to watch?   context shop-prod  namespace shop",
    "  all 4..   local ..   docker ..   podman ..   ssh ..  [k8s 4]  namespaces 2   c",
    "- 4 targets to watch - by memory / limit ---------------------------------------",
    "  NAME                     MEM / LIMIT    % RESTARTS          AGE WHAT",
    "> shop-api-7d9f6c8b5-x2lkq 1.71G/2.00G  85% 3 OOMKilled 2h  2h00m hyperf  shop/…",
    "  shop-fronten…8b7f6-qzv4m  20.0M/128M  16% 0               1d06h php",
    "  import-28399210-abcde              –    – 12 Conta…known      – CrashLoopBack…",
    "  migrate-1                          –    – 0                   – Completed",
    ...Array.from({ length: 6 }, () => ""),
    " type to filter   Enter attach  Tab namespaces  Ctrl-R refresh  Esc quit",
  ]);
});

test("160 columns: whole names, image and ports beside it", () => {
  expect(drawn(ordinary, LARGE).slice(1, 8)).toEqual([
    "  all 4..   local ..   docker ..   podman ..   ssh ..  [k8s 4]  namespaces 2   contexts 2",
    `- 4 targets to watch - by memory / limit ${"-".repeat(119)}`,
    "  NAME                                               MEM / LIMIT    % RESTARTS              AGE WHAT",
    "> shop-api-7d9f6c8b5-x2lkq                         1.71G / 2.00G  85% 3 OOMKilled 2h      2h00m hyperf  shop/api:1.2  :9501",
    "  shop-frontend-canary-5c9d8b7f6-qzv4m              20.0M / 128M  16% 0                   1d06h php",
    "  import-28399210-abcde                                        –    – 12 Contain…Unknown      – CrashLoopBackOff",
    "  migrate-1                                                    –    – 0                       – Completed",
  ]);
});

test("ASCII: nothing else is drawn", () => {
  const lines = drawn(ordinary, SMALL, { isAscii: true });
  expect(lines[5]).toBe("  shop-fronte..8b7f6-qzv4m  20.0M/128M  16% 0               1d06h php");
  expect(lines.join("")).toMatch(/^[\u0020-\u007e]*$/u);
});

test("where no life has ended, and of containers, restarts are a figure as before", () => {
  const calm = aListing("k8s", [aPod("shop-1", { mib: 20, limitMib: 128 })], { place: PLACE });
  expect(drawn([calm], SMALL).slice(3, 5)).toEqual([
    "  NAME                     MEM / LIMIT    % RESTARTS    AGE WHAT",
    "> shop-1                    20.0M/128M  16%        0  1d06h",
  ]);
});

test.each(["namespaces", "contexts"])("%s are names, with what is known of them", (kind) => {
  const expected = {
    namespaces: {
      rule: "- 2 namespaces -",
      rows: ["> default", `  ${"shop".padEnd(45)}listed now`],
      footer: "Enter its pods  Tab contexts",
    },
    contexts: {
      rule: "- 2 contexts -",
      rows: [`> ${"shop-prod".padEnd(45)}looks like production, listed now`, "  shop-staging"],
      footer: "Enter its pods  Tab kind",
    },
  }[kind];
  const lines = drawn(ordinary, SMALL, { kind, isAscii: true });
  expect(lines[2]).toContain(expected?.rule);
  expect(lines.slice(4, 6)).toEqual(expected?.rows);
  expect(lines.at(-1)).toContain(expected?.footer);
});

const title = (context: string) =>
  painted([{ ...pods, place: { context, namespace: "shop" } }], SMALL, { hasColour: true })[0];

test("a context that looks like production is named and inverse, another one is not", () => {
  const theme = themeOf({ hasColour: true, isAscii: false });
  expect(title("shop-prod")).toContain(theme.paint("shop-prod", "selected"));
  expect(title("shop-staging")).toContain(theme.paint("shop-staging", "strong"));
  expect(title("shop-staging")).not.toContain(theme.paint("shop-staging", "selected"));
});

test("a long context gives way in its middle, so that its end and the namespace are seen", () => {
  const context = "arn:aws:eks:eu-west-1:123456789012:cluster/shop-prod";
  const long = [{ ...pods, place: { context, namespace: "shop" } }];
  expect(drawn(long, SMALL)[0]).toBe(
    " swtop  what to watch?   context arn:aws:eks:eu-…uster/shop-prod  namespace shop",
  );
});

test("where the kinds have no room the one that is shown has", () => {
  expect(drawn(ordinary, SMALL, { kind: "contexts" })[1]).toBe(
    " … docker ..   podman ..   ssh ..   k8s 4   namespaces 2  [contexts 2]",
  );
});

test("a cluster that nobody asked yet has no figure", () => {
  expect(drawn([], LARGE, { kind: null })[1]).toBe(
    " [all ..]  local ..   docker ..   podman ..   ssh ..   k8s   namespaces   contexts",
  );
});

const words =
  'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "shop"';
const forbidden: Fault = { kind: "forbidden", detail: untrustedText(words) };

test("why no pod can be listed is said whole where the pods would stand", () => {
  const lines = drawn([aListing("k8s", [], { fault: forbidden, place: PLACE })], SMALL);
  const said = lines.slice(4, 9).join(" ").replaceAll(/ +/g, " ");
  expect(said).toContain('User "dev" cannot list resource "pods" in the namespace "shop"');
  expect(said).toContain("swtop doctor --rbac");
});

test("namespaces that may not be listed: one line says so, the current one stands", () => {
  const listing = { ...names("namespaces", "shop"), fault: forbidden };
  const lines = drawn([pods, listing], SMALL, { kind: "namespaces" });
  expect(lines[4]).toMatch(/^> shop +listed now$/);
  expect(lines.at(-2)).toBe(" namespaces: may not be listed by whom the kubeconfig logs in");
});

test("a namespace without pods says where there may be some", () => {
  expect(drawn([aListing("k8s", [], { place: PLACE })], SMALL)[4]).toBe(
    "  no pod in this namespace: Tab goes on to the others",
  );
});

test.each([
  [60, 15],
  [75, 20],
  [99, 20],
  [120, 20],
  [238, 20],
])("%ix%i: as many lines as the screen has, each as wide as it is", (columns, rows) => {
  for (const kind of [null, ...LATE]) {
    for (const isAscii of [false, true]) {
      const lines = painted(ordinary, { columns, rows }, { kind, isAscii });
      expect(lines).toHaveLength(rows);
      const widths = lines.map((text) => cellWidth(text.replaceAll(SGR, "")));
      expect(widths).toEqual(lines.map(() => columns));
    }
  }
});

test("names from a cluster cannot draw, hide or break a line", () => {
  const evil = "\u001b[2Jevil\u001b]0;title\u0007\nroot\r\u202eback\u0000";
  const lastEnd = { reason: untrustedText(evil), at: null };
  const place = { context: evil, namespace: evil };
  const listings = [
    aListing("k8s", [aPod(evil, { lastEnd, state: evil })], { place }),
    names("namespaces", evil),
    names("contexts", evil),
  ];
  for (const kind of LATE) {
    const text = drawn(listings, LARGE, { kind }).join("");
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/u);
    expect(text).toContain("evilroot");
  }
});

test.each([
  ["short", 9, "short"],
  ["shop-api-x2lkq", 9, "shop…2lkq"],
  ["shop-api-x2lkq", 2, "sh"],
  ["商店服务商店服务", 9, "商店…服务"],
])("%s in %i cells is %s", (text, cells, expected) => {
  expect(middleCut(text, cells, "…")).toBe(expected);
});
