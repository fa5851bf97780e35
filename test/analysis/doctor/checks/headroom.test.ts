import { headroom } from "../../../../src/analysis/doctor/checks/headroom.ts";
import { checkTable, facts, failed, memory, sample } from "../build.ts";
import { bytes, MIB } from "../../../../src/domain/units.ts";

checkTable(headroom, [
  ["room for all", facts(), true, { kind: "headroom", leftBytes: 412 * MIB, wantedBytes: null }],
  [
    "too little for a snapshot",
    facts({ sample: sample({ memory: memory({ unreclaimableBytes: bytes(460 * MIB) }) }) }),
    false,
    { kind: "headroom", leftBytes: 52 * MIB, wantedBytes: 64 * MIB },
  ],
  [
    "v1 counts what is surely kept",
    facts({
      sample: sample({
        memory: memory({
          source: "cgroup-v1",
          unreclaimableBytes: null,
          anonBytes: bytes(500 * MIB),
        }),
      }),
    }),
    false,
    { leftBytes: 12 * MIB },
  ],
  ["too little to start at all", failed("no-headroom"), false, { kind: "refused" }],
  [
    "the use is not told",
    facts({ sample: sample({ memory: memory({ unreclaimableBytes: null }) }) }),
    null,
    { kind: "not-told" },
  ],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
