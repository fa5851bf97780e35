import type { Project } from "../../domain/project.ts";
import type { Summary, Verdict } from "../../domain/verdict.ts";
import { projectJson } from "../../recording/encode-project.ts";

/** What an audit has to say, in every format. */
export type AuditReport = {
  /** The target or directory, in the user's words. */
  readonly subject: string;
  readonly project: Project;
  readonly verdicts: readonly Verdict[];
  readonly summary: Summary;
  /** Version of swtop. */
  readonly version: string;
};

/** Contract 2.4, one line. */
export const auditJson = ({ subject, project, verdicts, summary }: AuditReport): string =>
  JSON.stringify({ v: 1, subject, project: projectJson(project), verdicts, summary });
