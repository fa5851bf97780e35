// Which files and units may hold the lines of a server, and why. Pure: what was seen of the target comes in, nothing is looked at.
import type { Declarations } from "../../domain/declarations.ts";
import type { SourceReason } from "../../domain/log-source.ts";
import { constantOf, settingOf } from "../../domain/setting.ts";

/** A file as its target names it. */
export type FileFound = {
  readonly path: string;
  readonly why: SourceReason;
  /** The process that led there; null: a setting did. */
  readonly pid: number | null;
  /** Its name is gone: only this descriptor of that process still leads to it. */
  readonly descriptor: number | null;
};

/** Where a link of a descriptor leads. */
export type DescriptorSeen = {
  readonly pid: number;
  readonly descriptor: number;
  readonly target: string;
};

export type Evidence = {
  readonly declarations: Pick<Declarations, "config" | "root"> | null;
  /** The project's root, or the working directory of the server's first process; null: neither is known. */
  readonly root: string | null;
  readonly descriptors: readonly DescriptorSeen[];
  /** Paths that are there: what begins like the log file, and what lies in the folder of logs. */
  readonly present: readonly string[];
  /** `--log`. */
  readonly named: readonly string[];
};

const STREAM = /^\/(?:dev|proc|sys)\/|^php:/u;
const DELETED = " (deleted)";

/** Swoole's `log_file`, absolute; null: not declared, no constant, or no file (`/dev/stdout`). */
export function declaredLogFile({ declarations, root }: Omit<Evidence, "present">): string | null {
  if (declarations === null) return null;
  const value = constantOf(settingOf(declarations, "server.settings.log_file"));
  if (typeof value !== "string" || value === "" || STREAM.test(value)) return null;
  return absolute(value, root ?? declarations.root);
}

/** Hyperf's folder of logs; null without a root. */
export const logFolder = ({ root }: Pick<Evidence, "root">): string | null =>
  root === null ? null : absolute("runtime/logs", root);

/** Every file that lines may come from, in the order of what says most about it; each path once. */
export function filesOf(evidence: Evidence): readonly FileFound[] {
  const all = [
    ...evidence.named.map((path) => found(path, "option")),
    ...ofLogFile(evidence),
    ...ofFolder(evidence),
    ...evidence.descriptors.flatMap(ofDescriptor),
  ];
  return all.filter(({ path }, rank) => all.findIndex((other) => other.path === path) === rank);
}

/**
 * With `log_rotation` Swoole writes to `log_file.20261127`, and nothing has the plain name; the newest is the one that is written.
 * @source swoole:src/core/log.cc Logger::gen_real_file
 */
function ofLogFile(evidence: Evidence): readonly FileFound[] {
  const path = declaredLogFile(evidence);
  if (path === null) return [];
  if (evidence.present.includes(path)) return [found(path, "log_file")];
  const dated = evidence.present.filter(
    (each) => each.startsWith(`${path}.`) && /^\d{6,12}$/u.test(each.slice(path.length + 1)),
  );
  return [found(dated.toSorted().at(-1) ?? path, "log_file")];
}

function ofFolder(evidence: Evidence): readonly FileFound[] {
  const folder = logFolder(evidence);
  if (folder === null) return [];
  const logs = evidence.present.filter((path) => {
    const name = path.slice(folder.length + 1);
    return path.startsWith(`${folder}/`) && name.endsWith(".log") && !name.includes("/");
  });
  return newestOf(logs).map((path) => found(path, "runtime-logs"));
}

/** No PID looks like it: `worker-123456.log` is a file of its own. */
const DATE = /(?<!\d)20\d{2}-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\d|3[01]))?(?=\.log$)/u;

/** Of files that differ only in their date (Monolog's RotatingFileHandler: `hyperf-2026-11-27.log`) the newest. */
export function newestOf(paths: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const path of paths.toSorted()) byName.set(path.replace(DATE, "DATE"), path);
  return [...byName.values()];
}

/** Swoole's dated ones, and those of others. */
const NAMED_LOG = /\.log(?:[.-][\w-]+)?(?: \(deleted\))?$/u;

/** stdout and stderr wherever they lead; of the others what is named a log. */
function ofDescriptor({ pid, descriptor, target }: DescriptorSeen): readonly FileFound[] {
  if (!target.startsWith("/") || STREAM.test(target)) return [];
  if (descriptor > 2 && !NAMED_LOG.test(target)) return [];
  const isDeleted = target.endsWith(DELETED);
  return [{ path: target, why: "descriptor", pid, descriptor: isDeleted ? descriptor : null }];
}

const found = (path: string, why: SourceReason): FileFound => ({
  path,
  why,
  pid: null,
  descriptor: null,
});

function absolute(path: string, root: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${root}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/**
 * The unit of systemd that a process belongs to, by /proc/PID/cgroup; null: to none. A scope is no unit with a journal of its own.
 * @source systemd: docs/CGROUP_DELEGATION.md; `user@1000.service` holds the units of a user
 */
export function unitOf(cgroup: string): { readonly unit: string; readonly isUser: boolean } | null {
  for (const line of cgroup.split("\n")) {
    const [, path] = /^(?:0:|\d+:name=systemd):(.*)$/u.exec(line) ?? [];
    const parts = path?.split("/") ?? [];
    const unit = parts.findLast((part) => part.endsWith(".service") || part.endsWith(".scope"));
    if (unit === undefined || !/^[\w@:.\\-]+\.service$/u.test(unit)) continue;
    if (/^user@\d+\.service$/u.test(unit)) continue;
    return { unit, isUser: parts.some((part) => /^user@\d+\.service$/u.test(part)) };
  }
  return null;
}
