import { render } from "ink-testing-library";
import { afterEach, expect, test } from "vitest";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import type { PickerEffect } from "../../../src/store/picker/commands.ts";
import { DEMO_KIND } from "../../../src/store/picker/entries.ts";
import { pickerView } from "../../../src/store/picker/view.ts";
import { Picker } from "../../../src/ui/picker/Picker.tsx";
import { pickerLines, pickerRows } from "../../../src/ui/picker/rows.ts";
import { themeOf, type Appearance } from "../../../src/ui/theme.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { aCandidate, aListing, aPicker, NOW } from "../../store/picker/build.ts";
import { SGR } from "../build.ts";

const SMALL = { columns: 80, rows: 24 };
const LARGE = { columns: 160, rows: 45 };

const demo = aListing(DEMO_KIND, [
  aCandidate("demo: the built-in incident", { kind: DEMO_KIND, command: "a recorded service" }),
]);
const day = 86_400_000;
const shop = aCandidate("shop-api-1", {
  mib: 1750,
  limitMib: 2048,
  restarts: 2,
  startedAt: epochMs(NOW - 6 * day - 4 * 3_600_000),
  probably: "hyperf",
  image: "shop/api:1.2",
  command: "php bin/hyperf.php start",
  ports: [9501, 9502],
});
const ordinary: readonly Listing[] = [
  demo,
  aListing("local", [aCandidate("desk", { kind: "local", mib: 13, probably: "swoole" })]),
  aListing("docker", [shop, aCandidate("worker-2", { state: "exited", image: "shop/api:1.1" })]),
  aListing("ssh", [aCandidate("deploy@web-1", { kind: "ssh" })]),
];

function drawn(
  listings: readonly Listing[],
  size: typeof SMALL,
  { attaching = null, ...appearance }: Partial<Appearance> & { attaching?: string | null } = {},
): readonly string[] {
  const state = aPicker(...listings).read();
  return pickerLines(pickerView(state, pickerRows(state, size)), size, {
    theme: themeOf({ hasColour: false, isAscii: false, ...appearance }),
    nowMs: NOW,
    attaching,
  }).map((text) => text.replaceAll(SGR, ""));
}

test("80x24: name, memory against limit, restarts, age, what it probably is; the demo last", () => {
  expect(drawn(ordinary, SMALL).map((line) => line.trimEnd())).toEqual([
    " swtop  what to watch?",
    " [all 4..]  local 1   docker 2   podman ..   ssh 1",
    "- 4 targets to watch - by memory / limit ---------------------------------------",
    "  NAME               KIND   MEM / LIMIT    % RESTARTS    AGE WHAT",
    "> shop-api-1         docker 1.71G/2.00G  85%        2  6d04h hyperf  shop/api:1…",
    "  desk               local      13.0M/–    –        –      – swoole",
    "  worker-2           docker           –    –        –  1h00m exited  shop/api:1…",
    "  deploy@web-1       ssh              –    –        –      – not asked yet",
    "  demo: the built-in incident   a recorded service",
    ...Array.from({ length: 14 }, () => ""),
    " type to filter   Enter attach  Tab kind  Ctrl-R refresh  Esc quit",
  ]);
});

test("160x45: image, ports and command beside it", () => {
  const lines = drawn(ordinary, LARGE);
  expect(lines).toHaveLength(45);
  expect(lines[4]?.trimEnd()).toBe(
    "> shop-api-1                               docker 1.71G / 2.00G  85%        2  6d04h hyperf  shop/api:1.2  :9501 :9502  php bin/hyperf.php start",
  );
});

test.each([
  [60, 15],
  [75, 20],
  [80, 24],
  [99, 30],
  [120, 40],
  [160, 45],
  [238, 60],
])("%ix%i: as many lines as the screen has, each as wide as it is", (columns, rows) => {
  const many = Array.from({ length: 90 }, (_, i) => aCandidate(`c-${i}`, { mib: i, limitMib: 99 }));
  const wide = aCandidate("商店".repeat(40), {
    image: "画像".repeat(30),
    command: "x".repeat(900),
  });
  const fault = { kind: "engine-unreachable", detail: untrustedText("no ".repeat(200)) } as const;
  const listings = [
    ...ordinary,
    aListing("docker", [wide, ...many]),
    aListing("podman", [], { fault }),
  ];
  for (const isAscii of [false, true]) {
    const lines = drawn(listings, { columns, rows }, { isAscii });
    expect(lines).toHaveLength(rows);
    expect(lines.map((line) => cellWidth(line))).toEqual(lines.map(() => columns));
  }
});

test("below 60x15 one line says what it needs, and how to leave", () => {
  expect(drawn(ordinary, { columns: 59, rows: 15 }).map((line) => line.trimEnd())).toEqual([
    "needs 60x15, has 59x15 (Ctrl-C quits)",
  ]);
});

test("an engine that does not answer is one line with the reason, also where its words have no room", () => {
  const words =
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock";
  const refused = { kind: "no-permission", detail: untrustedText(words) } as const;
  const absent = { kind: "command-not-found", detail: untrustedText("podman") } as const;
  const listings = [
    ...ordinary,
    aListing("docker", [], { fault: refused }),
    aListing("podman", [], { fault: absent }),
  ];
  const below = (size: typeof SMALL) =>
    drawn(listings, size)
      .slice(-3, -1)
      .map((line) => line.trimEnd());
  expect(below(SMALL)).toEqual([
    " docker: its socket is not for you: use sudo, or join its group (docker)",
    " podman: not installed",
  ]);
  expect(below({ columns: 238, rows: 45 })[0]).toBe(
    ` docker: the engine's socket is not for you: ${words}. Use sudo, or be in the group that owns it (docker).`,
  );
  // no less room for the rows of the others than these lines take
  expect(drawn(listings, SMALL)[4]).toMatch(/^> desk/);
});

test.each([
  ["while it is asked", [], "looking ..."],
  [
    "when all have answered",
    ["local", "docker", "podman", "ssh"].map((kind) => aListing(kind, [])),
    "nothing to watch: no Swoole process here, no container, no host",
  ],
])("nothing to watch, %s: says so, and offers the demo", (_, listings, text) => {
  const lines = drawn([demo, ...listings], SMALL).map((line) => line.trimEnd());
  expect(lines.slice(4, 6)).toEqual([
    `  ${text}`,
    "> demo: the built-in incident   a recorded service",
  ]);
});

test("after the choice the last line says what is being done", () => {
  const lines = drawn(ordinary, SMALL, { attaching: "docker://shop-api-1" });
  expect(lines.at(-1)?.trimEnd()).toBe(" attaching to docker://shop-api-1 ...");
});

test("memory near its limit is marked, what does not run is dim; without colour nothing is lost", () => {
  const theme = themeOf({ hasColour: true, isAscii: false });
  const state = aPicker(
    ...ordinary,
    aListing("podman", [aCandidate("full", { mib: 99, limitMib: 100 })]),
  ).read();
  const lines = pickerLines(pickerView(state, 10), SMALL, { theme, nowMs: NOW, attaching: null });
  const styled = (name: string) => lines.find((line) => line.includes(name)) ?? "";
  expect(styled("shop-api-1")).toBe(
    theme.paint(styled("shop-api-1").replaceAll(SGR, ""), "warning"),
  );
  expect(styled("worker-2")).toBe(theme.paint(styled("worker-2").replaceAll(SGR, ""), "faint"));
  const plain = drawn(ordinary, SMALL).join("\n");
  expect(plain).toContain("85%");
  expect(plain).toContain("exited");
});

test("names, images, commands and reasons cannot draw, hide or break a line", () => {
  const evil = "\u001b[2Jevil\u001b]0;title\u0007\nroot\r\u202eback\u0000";
  const fault = { kind: "engine-unreachable", detail: untrustedText(evil) } as const;
  const listings = [
    aListing("docker", [aCandidate(evil, { image: evil, command: evil, state: evil, mib: 1 })]),
    aListing("podman", [], { fault }),
  ];
  for (const size of [SMALL, LARGE]) {
    const lines = drawn(listings, size, { attaching: evil });
    expect(lines).toHaveLength(size.rows);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/u);
    expect(lines[4]).toContain("evilroot");
  }
});

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

/** The picker on a real store, as ink-testing-library draws: 100x24. */
async function mounted() {
  const store = aPicker(...ordinary);
  const effects: PickerEffect[] = [];
  const screen = render(
    <Picker
      read={store.read}
      subscribe={store.subscribe}
      press={(command, height) => {
        const effect = store.commanded(command, height);
        if (effect !== null) effects.push(effect);
      }}
      now={() => NOW}
      appearance={{ hasColour: false, isAscii: true }}
      later={null}
      attaching={null}
      suspendable={() => undefined}
    />,
  );
  unmounts.push(() => screen.unmount());
  await expect.poll(() => screen.stdin.listenerCount("readable")).toBe(1);
  const text = () => (screen.lastFrame() ?? "").replaceAll(SGR, "");
  await expect.poll(text).toContain("shop-api-1");
  return { store, text, effects, press: (keys: string) => screen.stdin.write(keys) };
}

test("keys: letters filter, also ? and q; Enter chooses what is shown", async () => {
  const { text, press, effects } = await mounted();
  press("q?");
  await expect.poll(text).toContain("filter q? hides 4");
  press("\u007f");
  press("\u007f");
  press("desk");
  await expect.poll(text).toContain("/desk_");
  expect(text()).not.toContain("shop-api-1");
  press("\r");
  await expect.poll(() => effects).toMatchObject([{ type: "chosen", target: { uri: "local:" } }]);
});

test("keys: Tab and Shift-Tab go through the kinds, arrows move, Esc and Ctrl-C leave", async () => {
  const { text, press, effects } = await mounted();
  press("\t");
  await expect.poll(text).toContain("[local 1]");
  press("\u001b[Z");
  press("\u001b[Z");
  await expect.poll(text).toContain("[ssh 1]");
  press("\t");
  await expect.poll(text).toContain("[all 4..]");
  press("\u001b[B");
  await expect.poll(text).toContain("> desk");
  press("\u001b[F");
  await expect.poll(text).toContain("> demo");
  press("\u001b[H");
  await expect.poll(text).toContain("> shop-api-1");
  press("\u001b");
  await expect.poll(() => effects).toEqual([{ type: "quit" }]);
  press("\u0003");
  press("\u0012");
  press("\u001a");
  await expect
    .poll(() => effects.slice(1))
    .toMatchObject([{ type: "quit" }, { type: "list-again" }, { type: "suspend" }]);
});

test("what arrives is drawn at once, and the keys stay where they are", async () => {
  const { store, text, press } = await mounted();
  press("\u001b[B");
  await expect.poll(text).toContain("> desk");
  store.listed(aListing("podman", [aCandidate("full", { mib: 99, limitMib: 100 })]), 5000);
  await expect.poll(text).toMatch(/ {2}full +docker +99\.0M \/ 100M +99%/);
  expect(text()).toContain("> desk");
});
