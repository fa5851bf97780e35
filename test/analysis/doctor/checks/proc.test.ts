import { proc } from "../../../../src/analysis/doctor/checks/proc.ts";
import { checkTable, facts, failed } from "../build.ts";

checkTable(proc, [
  ["all is seen", facts(), true, { kind: "processes", count: 1 }],
  [
    "hidepid=2",
    facts({ hidepid: { value: "2", gid: null } }),
    false,
    { kind: "hidepid", value: "2" },
  ],
  [
    "hidepid=invisible of newer kernels",
    facts({ hidepid: { value: "invisible", gid: null } }),
    false,
    { kind: "hidepid" },
  ],
  [
    "hidepid=2, with SYS_PTRACE",
    facts({
      hidepid: { value: "2", gid: null },
      own: { uid: 0, gid: 0, groups: [], canTrace: true },
    }),
    true,
    { kind: "processes" },
  ],
  [
    "hidepid=2, and we are in the group of gid=",
    facts({ hidepid: { value: "2", gid: 33 } }),
    true,
    { kind: "processes" },
  ],
  [
    "hidepid=4, where that group does not help",
    facts({ hidepid: { value: "4", gid: 33 } }),
    false,
    { kind: "hidepid" },
  ],
  ["no /proc at all", failed("no-proc"), false, { kind: "refused" }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
