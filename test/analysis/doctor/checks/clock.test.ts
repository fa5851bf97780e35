import { clock } from "../../../../src/analysis/doctor/checks/clock.ts";
import { checkTable, facts, failed } from "../build.ts";

checkTable(clock, [
  ["the same", facts({ skewMs: -900 }), true, { kind: "clock" }],
  ["behind", facts({ skewMs: -90_000 }), false, { kind: "clock", skewMs: -90_000 }],
  ["ahead", facts({ skewMs: 3_600_000 }), false, { kind: "clock" }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
