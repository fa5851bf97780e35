import { shell } from "../../../../src/analysis/doctor/checks/shell.ts";
import { checkTable, facts, failed } from "../build.ts";

checkTable(shell, [
  ["a shell answered", facts(), true, { kind: "shell" }],
  ["none in the image", failed("no-shell"), false, { kind: "refused" }],
  ["something that is no shell", failed("not-a-shell"), false, { kind: "refused" }],
  ["it lacks a tool: it is a shell", failed("missing-command"), true, { kind: "passed" }],
  ["the host cannot be reached", failed("host-unreachable"), null, { kind: "not-reached" }],
]);
