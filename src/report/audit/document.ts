import type { Project } from "../../domain/project.ts";
import type { Summary, Verdict } from "../../domain/verdict.ts";
import type { Unread } from "../../domain/unread.ts";
import { projectJson } from "../../recording/encode-project.ts";

export type Hidden = {
  readonly byComment: number;
  readonly byIgnore: number;
  readonly byBaseline: number;
};

/** What an audit has to say, in every format. */
export type AuditReport = {
  /** The target or directory, in the user's words. */
  readonly subject: string;
  readonly project: Project;
  readonly verdicts: readonly Verdict[];
  readonly summary: Summary;
  /** Findings that are not among the verdicts, by what hides them. */
  readonly hidden?: Hidden;
  /** Why files could not be read, where that is known. */
  readonly unread?: readonly Unread[];
};

/** With where the project stands in the directory that was audited; empty: at its top. */
export type PlacedReport = AuditReport & { readonly folder: string };

/** A file of a project as it is called from the directory that was audited; what lies outside of the project has its whole path already. */
export const pathFrom = (folder: string, file: string): string =>
  folder === "" || file.startsWith("/") ? file : `${folder}/${file}`;

/** Contract 2.4, one line. */
export const auditJson = ({ subject, project, verdicts, summary }: AuditReport): string =>
  JSON.stringify({ v: 1, subject, project: projectJson(project), verdicts, summary });
