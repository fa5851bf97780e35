import { logs } from "../../../../src/analysis/doctor/checks/logs.ts";
import { checkTable, facts, failed, sample, subject } from "../build.ts";
import type { LogSource, SourceState } from "../../../../src/domain/log-source.ts";

const source = (state: SourceState): LogSource => ({
  source: `file:/${state}.log`,
  why: "descriptor",
  pid: 7,
  server: "shop",
  state,
  bytes: null,
  detail: null,
});

checkTable(logs, [
  ["one is followed", facts({ logs: [source("followed")] }), true, { kind: "logs" }],
  [
    "another is not there yet",
    facts({ logs: [source("followed"), source("absent")] }),
    true,
    { kind: "logs" },
  ],
  [
    "one is closed",
    facts({ logs: [source("followed"), source("unreadable")] }),
    false,
    { kind: "logs" },
  ],
  ["no dd to read them with", facts({ logs: [source("no-dd")] }), false, { kind: "logs" }],
  ["none is found", facts(), false, { kind: "logs", sources: [] }],
  [
    "none can be looked for: the processes are closed",
    facts({ subject: subject({ isOpen: false }) }),
    null,
    { kind: "closed" },
  ],
  [
    "no server to look at",
    facts({ logs: null, sample: sample({ servers: [] }) }),
    null,
    { kind: "nobody" },
  ],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
