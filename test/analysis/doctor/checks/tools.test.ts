import { tools } from "../../../../src/analysis/doctor/checks/tools.ts";
import { checkTable, facts, failed } from "../build.ts";

checkTable(tools, [
  ["all are there", facts(), true, { kind: "tools" }],
  [
    "cat stands in for head, ls for readlink",
    facts({ shell: { pid: 9, tools: ["cat", "dd", "ls"], program: null } }),
    true,
    { kind: "tools" },
  ],
  [
    "no dd",
    facts({ shell: { pid: 9, tools: ["head", "ls"], program: null } }),
    false,
    { kind: "tools-missing", missing: ["dd"] },
  ],
  [
    "no ls",
    facts({ shell: { pid: 9, tools: ["head", "dd", "readlink"], program: null } }),
    false,
    { kind: "tools-missing", missing: ["ls"] },
  ],
  ["no sleep, without which nothing starts", failed("missing-command"), false, { kind: "refused" }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
