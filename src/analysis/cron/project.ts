import type { Declarations } from "../../domain/declarations.ts";
import type { Project, Versions } from "../../domain/project.ts";
import { describeSwitch, type CrontabSwitch } from "./switch.ts";
import { describeServer } from "./server.ts";
import { describeTasks, type ProjectView } from "./tasks.ts";

export type { ProjectView };

/**
 * What a project declares, as Hyperf would take it: sources of tasks merged, defaults of the installed versions filled in. What is no constant is null, and so is
 * what hangs on it. Of a project without Hyperf nothing is said of crontab.
 */
export function describeProject(declarations: Declarations, view: ProjectView): Project {
  const { root, framework, unresolved, unreadable, parseErrors } = declarations;
  const versions = { ...versionsOf(declarations), ...view.versions };
  const server = describeServer(declarations, versions);
  const crontab =
    framework === "hyperf"
      ? describeSwitch(declarations, versions["hyperf/crontab"], view.defaultZone)
      : NO_CRONTAB;
  const tasks =
    framework === "hyperf" ? describeTasks(declarations, { versions, server, crontab, view }) : [];
  return {
    root,
    framework,
    versions,
    server,
    crontab: { ...crontab, tasks },
    unresolved,
    unreadable,
    parseErrors,
  };
}

const NO_CRONTAB: CrontabSwitch = {
  enable: null,
  dispatchers: null,
  strategy: null,
  strategyClass: null,
  timezone: null,
};

/** PHP and Swoole stand in no lock file: only where the project runs they are told. `hyperf/hyperf` is all components in one package. */
function versionsOf({ packages }: Declarations): Versions {
  const version = (name: string): string | null =>
    (packages?.[name] ?? packages?.["hyperf/hyperf"])?.version ?? null;
  return {
    php: null,
    swoole: null,
    hyperf: version("hyperf/framework"),
    "hyperf/crontab": version("hyperf/crontab"),
  };
}
