import { describe, expect, test } from "vitest";
import { untrustedText } from "../../../../src/domain/text.ts";
import type { LogPaneView } from "../../../../src/store/logs/view.ts";
import { logRows } from "../../../../src/ui/panes/logs/rows.ts";
import { cellWidth } from "../../../../src/words/cells.ts";
import { look, SGR, ZONE } from "../../build.ts";
import {
  aPane,
  aRecord,
  aSource,
  BESIDE,
  body,
  drawn,
  eventEntry,
  KILLED,
  recordEntry,
  said,
  SEARCH,
} from "./build.ts";

/* oxlint-disable no-control-regex -- control characters are what is looked for */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]/u;
const INVERSE = /\u001b\[7m(.*?)\u001b\[27m/g;
/* oxlint-enable no-control-regex */

describe("hostile lines", () => {
  const HOSTILE = [
    "a\u001b[2J\u001b[Hb\u001b]0;pwn\u0007",
    "\u202egpj.exe\u202c \u2066x",
    "\udc80\udcff\ud800",
    "订单🚀🇩🇪नि e\u0301\u0301\u0301\u0301\u0301 👨\u200d👩",
    `${"\u0301".repeat(500)}tail`,
    "\tcol\tcol\r\n",
    "\u001b]".repeat(50_000),
    "x".repeat(65_536),
    "",
  ];
  const entries = HOSTILE.map((text, index) =>
    recordEntry(
      aRecord(text, {
        level: "error",
        slot: untrustedText(text.slice(0, 300)),
        fields: { [text.slice(0, 300)]: text.slice(0, 300) },
        lines: [text],
      }),
      { isUnfolded: index % 2 === 0, isMatch: true, isSelected: index === 3 },
    ),
  );
  const events = HOSTILE.map((text) =>
    eventEntry({ slot: untrustedText(text.slice(0, 300)), detail: untrustedText(text) }),
  );
  const looks: readonly Partial<LogPaneView>[] = [
    {},
    { isWrapped: true, isFocused: true },
    { column: 7, subject: { kind: "all" } },
    { search: { ...SEARCH, text: "订|x|\u001b", isRegex: false } },
    { subject: { kind: "rows", names: HOSTILE.map((text) => untrustedText(text)) } },
    {
      areSourcesOpen: true,
      sources: HOSTILE.map((source) => aSource({ source, detail: untrustedText(source) })),
    },
  ];

  test.each(looks.map((facts, index) => [index, facts] as const))(
    "look %i: every line has exactly its width, and only our own colours",
    (_index, facts) => {
      for (const columns of [12, 44, 59, 60, 80, 99, 160]) {
        for (const hasColour of [true, false]) {
          const pane = aPane([...entries, ...events, ...entries], facts);
          const size = { columns, rows: 30 };
          const { theme } = look({ hasColour });
          const lines = logRows(pane, { zoneMinutes: ZONE }, { size, place: "beside", theme });
          expect(lines).toHaveLength(30);
          for (const line of lines) {
            const text = line.replaceAll(SGR, "");
            expect(cellWidth(text)).toBe(columns);
            expect(text).not.toMatch(HIDDEN);
          }
        }
      }
    },
  );

  test("in ASCII ASCII stays ASCII", () => {
    const pane = aPane([said("x".repeat(200)), KILLED, recordEntry(aRecord("a", { at: null }))]);
    expect(drawn(pane, BESIDE, { isAscii: true }).join("")).toMatch(/^[\u0020-\u007e]+$/);
  });

  test("bidi controls, escapes and bytes that are no UTF-8 are seen", () => {
    expect(body(aPane([said("\u202eevil\u202c \u001b[2J caf\udce9")]))).toEqual([
      " 14:04:12       <U+202E>evil<U+202C> ^[[2J caf\\xE9",
    ]);
  });
});

const inverse = (search: Partial<typeof SEARCH>, text: string) => {
  const pane = aPane([said(text)], { search: { ...SEARCH, ...search } });
  const { theme } = look();
  const lines = logRows(pane, { zoneMinutes: ZONE }, { size: BESIDE, place: "beside", theme });
  return lines.flatMap((line) => [...line.matchAll(INVERSE)].map(([, found]) => found));
};

describe("matches", () => {
  test("stand out, plain whatever their case, as a pattern as it says", () => {
    expect(inverse({}, "Timed out, timed (a.b)")).toEqual(["Timed", "timed"]);
    expect(inverse({ text: "(a.b)" }, "axb (a.b)")).toEqual(["(a.b)"]);
    expect(inverse({ text: "/o[ua]t/", isRegex: true }, "out oat Out")).toEqual(["out", "oat"]);
    expect(inverse({ text: "/out/i", isRegex: true }, "out Out")).toEqual(["out", "Out"]);
    expect(inverse({ text: "/x*/", isRegex: true }, "axxb")).toEqual(["xx"]);
    expect(inverse({ text: "/(/", isRegex: true, isInvalid: true }, "a(b")).toEqual([]);
  });
});
