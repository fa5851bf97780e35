import { servers } from "../../../../src/analysis/doctor/checks/servers.ts";
import { checkTable, facts, failed, sample } from "../build.ts";

checkTable(servers, [
  ["a server", facts(), true, { kind: "servers", ids: ["shop"], processes: 1 }],
  [
    "none, and what runs instead",
    facts({ sample: sample({ servers: [] }) }),
    false,
    { kind: "no-server", found: ["php"] },
  ],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
