import { cgroup } from "../../../../src/analysis/doctor/checks/cgroup.ts";
import { checkTable, facts, failed, memory, place, sample } from "../build.ts";

checkTable(cgroup, [
  ["a limit", facts(), true, { kind: "limit", isLimited: true }],
  [
    "a group without one",
    facts({ sample: sample({ memory: memory({ isUnlimited: true }) }) }),
    true,
    { kind: "limit", isLimited: false },
  ],
  [
    "a server on a host with a group of its own",
    facts({
      sample: sample({
        memory: memory({ source: "host" }),
        servers: sample().servers.map((server) => ({ ...server, memory: memory() })),
      }),
    }),
    true,
    { kind: "limit", server: "shop" },
  ],
  [
    "a container that sees no group",
    facts({ sample: sample({ memory: memory({ source: "host" }) }), cgroupVersion: null }),
    false,
    { kind: "machine", version: null },
  ],
  [
    "a host has no group of its own",
    facts({
      place: place({ kind: "ssh" }),
      sample: sample({ memory: memory({ source: "host" }) }),
    }),
    true,
    { kind: "machine", version: 2 },
  ],
  [
    "no cgroup is mounted",
    facts({
      place: place({ kind: "ssh" }),
      sample: sample({ memory: memory({ source: "host" }) }),
      cgroupVersion: null,
    }),
    false,
    { kind: "machine" },
  ],
  [
    "the memory was not told",
    facts({ sample: sample({ memory: null }) }),
    null,
    { kind: "not-told" },
  ],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
