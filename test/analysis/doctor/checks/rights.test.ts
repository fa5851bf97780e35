import { rights } from "../../../../src/analysis/doctor/checks/rights.ts";
import { checkTable, facts, failed, place, subject } from "../build.ts";

checkTable(rights, [
  ["the processes are our own user's", facts(), true, { kind: "user", canTrace: false }],
  [
    "another user's, with SYS_PTRACE",
    facts({ own: { uid: 0, gid: 0, groups: [], canTrace: true } }),
    true,
    { kind: "user", canTrace: true },
  ],
  [
    "another user's, closed",
    facts({
      own: { uid: 0, gid: 0, groups: [], canTrace: false },
      subject: subject({ isOpen: false }),
    }),
    false,
    { kind: "foreign", pid: 7 },
  ],
  ["the socket is not for us", failed("no-permission"), false, { kind: "refused" }],
  ["a password is asked for", failed("login-refused"), false, { kind: "refused" }],
  ["the engine does not answer", failed("engine-unreachable"), null, { kind: "not-reached" }],
  [
    "the engine started something, and it is no shell",
    failed("no-shell"),
    true,
    { kind: "passed" },
  ],
  [
    "what came of a user's own command says nothing of rights",
    failed("no-shell", { place: place({ isCommand: true }) }),
    null,
    { kind: "not-reached" },
  ],
]);
