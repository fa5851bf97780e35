import { heap } from "../../../../src/analysis/doctor/checks/heap.ts";
import { checkTable, facts, failed, subject } from "../build.ts";
import { untrustedText } from "../../../../src/domain/text.ts";

checkTable(heap, [
  ["it was read", facts(), true, { kind: "heap", pid: 7 }],
  [
    "Yama",
    facts({
      subject: subject({
        memory: { kind: "closed", fault: { kind: "yama", part: null, detail: untrustedText("1") } },
      }),
    }),
    false,
    { kind: "heap-closed", pid: 7 },
  ],
  [
    "only as the process's user",
    facts({ subject: subject({ memory: { kind: "by-snapshot" } }) }),
    false,
    { kind: "heap-by-snapshot" },
  ],
  [
    "no dd",
    facts({ subject: subject({ memory: { kind: "no-dd" } }) }),
    false,
    { kind: "heap-without-dd" },
  ],
  [
    "it ended meanwhile",
    facts({ subject: subject({ memory: { kind: "not-told" } }) }),
    null,
    { kind: "not-told" },
  ],
  ["no PHP to try it on", facts({ subject: null }), null, { kind: "nobody" }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
