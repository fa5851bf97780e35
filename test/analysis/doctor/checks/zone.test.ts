import { zone } from "../../../../src/analysis/doctor/checks/zone.ts";
import { checkTable, facts, failed } from "../build.ts";

checkTable(zone, [
  ["UTC", facts(), true, { kind: "zone", zone: "UTC" }],
  [
    "UTC by another name",
    facts({ zone: { name: "Etc/UTC", takenFor: "UTC" } }),
    true,
    { kind: "zone" },
  ],
  [
    "ours, as of this machine",
    facts({ zone: { name: "Europe/Berlin", takenFor: "Europe/Berlin" } }),
    true,
    { kind: "zone" },
  ],
  [
    "another",
    facts({ zone: { name: "Asia/Shanghai", takenFor: "UTC" } }),
    false,
    { kind: "zone", zone: "Asia/Shanghai" },
  ],
  ["no name", facts({ zone: { name: null, takenFor: "UTC" } }), null, { kind: "zone", zone: null }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
