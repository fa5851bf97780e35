import { engine } from "../../../../src/analysis/doctor/checks/engine.ts";
import { checkTable, facts, failed, place } from "../build.ts";

checkTable(engine, [
  ["this machine", facts({ place: place({ kind: "local" }) }), true, { kind: "here" }],
  ["a shell answered there", facts(), true, { kind: "answered" }],
  ["the engine does not answer", failed("engine-unreachable"), false, { kind: "refused" }],
  ["the container does not run", failed("not-running"), false, { kind: "refused" }],
  ["the engine lets in, and there is no shell", failed("no-shell"), true, { kind: "answered" }],
  [
    "of a user's own command only its start is known",
    failed("no-shell", { place: place({ isCommand: true }) }),
    true,
    { kind: "started" },
  ],
  [
    "the socket is not for us: who knows who listens",
    failed("no-permission"),
    null,
    { kind: "not-told" },
  ],
  ["the host wants another key: it is there", failed("login-refused"), true, { kind: "answered" }],
  ["nothing came in time", { ...failed("silent"), fault: null }, null, { kind: "not-told" }],
]);
