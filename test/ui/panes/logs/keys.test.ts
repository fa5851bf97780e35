import { expect, test } from "vitest";
import { commandOf, keyTables, modeOf } from "../../../../src/ui/keys.ts";
import { anOpened, aView } from "../../build.ts";
import { aPane } from "./build.ts";

const SEARCH = {
  text: "",
  isTyping: true,
  isRegex: false,
  isInvalid: false,
  isOnly: false,
  matches: 0,
};

test("keys go to the log while it has them, and a list or the help takes them away", () => {
  const logs = aPane([], { isFocused: true });
  expect(modeOf(aView({ logs: aPane([]) }))).toBe("table");
  expect(modeOf(aView({ logs }))).toBe("logs");
  expect(modeOf(aView({ logs, process: anOpened(80) }))).toBe("logs");
  expect(modeOf(aView({ logs: aPane([]), process: anOpened(80) }))).toBe("process");
  expect(modeOf(aView({ logs, isHelpOpen: true }))).toBe("help");
  expect(modeOf(aView({ logs: { ...logs, search: SEARCH } }))).toBe("search");
  expect(modeOf(aView({ logs: { ...logs, isFocused: false, search: SEARCH } }))).toBe("table");
});

test.each([
  ["table", "2", { type: "logs-focus" }],
  ["table", "tab", { type: "logs-focus" }],
  ["table", "l", { type: "logs-full" }],
  ["table", "L", { type: "logs-toggle" }],
  ["table", "|", { type: "logs-below" }],
  ["table", " ", { type: "mark" }],
  ["process", "2", { type: "logs-focus" }],
  ["logs", "tab", { type: "logs-focus" }],
  ["logs", "n", { type: "logs-match", by: 1 }],
  ["logs", "N", { type: "logs-match", by: -1 }],
  ["logs", "&", { type: "logs-only" }],
  ["logs", ">", { type: "logs-level", by: 1 }],
  ["logs", "[", { type: "logs-since", by: -1 }],
  ["logs", "G", { type: "bottom" }],
  ["logs", "F", { type: "bottom" }],
  ["logs", "t", { type: "logs-times" }],
  ["logs", "ctrl-s", { type: "logs-save" }],
  ["logs", "z", { type: "freeze" }],
  ["search", "q", { type: "filter-type", text: "q" }],
  ["search", "&", { type: "filter-type", text: "&" }],
  ["search", "enter", { type: "filter-keep" }],
  ["search", "escape", { type: "back" }],
] as const)("%s: %j", (mode, key, command) => {
  expect(commandOf(key, mode)).toEqual(command);
});

test("no key of the log means two things, and none of its words is cut in the help", () => {
  const bound = keyTables.logs.flatMap(({ keys }) => keys);
  const ofPane = bound.slice(0, bound.indexOf("?"));
  expect(new Set(ofPane).size).toBe(ofPane.length);
  for (const { help } of keyTables.logs) expect(help.length).toBeLessThanOrEqual(26);
});
