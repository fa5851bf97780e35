import { project } from "../../../../src/analysis/doctor/checks/project.ts";
import { checkTable, facts, failed, sample, subject } from "../build.ts";
import { fullProject } from "../../../recording/sample-fixture.ts";

const declared = { ...fullProject, unreadable: [] };

checkTable(project, [
  [
    "it is read",
    facts({ project: { kind: "read", project: declared } }),
    true,
    { kind: "project" },
  ],
  [
    "files of it are closed",
    facts({ project: { kind: "read", project: { ...declared, unreadable: [".env"] } } }),
    false,
    { kind: "project" },
  ],
  [
    "it is not found",
    facts({ project: { kind: "none", directory: null } }),
    false,
    { kind: "no-project" },
  ],
  [
    "it is not where --project says",
    facts({ project: { kind: "none", directory: "/srv" } }),
    false,
    { kind: "no-project", directory: "/srv" },
  ],
  [
    "it is too large",
    facts({ project: { kind: "too-large" } }),
    false,
    { kind: "project-too-large" },
  ],
  [
    "it cannot be looked for: the processes are closed",
    facts({ project: { kind: "none", directory: null }, subject: subject({ isOpen: false }) }),
    null,
    { kind: "closed" },
  ],
  [
    "no server whose project it could be",
    facts({ sample: sample({ servers: [] }) }),
    null,
    { kind: "nobody" },
  ],
  ["it did not come in time", facts(), null, { kind: "not-told" }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
