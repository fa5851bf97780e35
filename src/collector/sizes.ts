// What `ls -lni` says of files, links followed. Pure.
import type { FileSize, FileSizes } from "../domain/ports/source.ts";
import type { Answer, Prefix } from "./protocol.ts";

/** Inode, kind, links, owner, group, size (or two numbers of a device), three words of time, name: GNU, busybox and toybox agree on that. */
const ROW = /^\s*(\d+) ([-a-z])\S*\s+\d+\s+\d+\s+\d+\s+(?:\d+,\s*)?(\d+) +\S+ +\S+ +\S+ (.*)$/u;

/** A name may hold a line end and forge a row behind it: only rows whose name begins with the prefix of the request are ours. */
export function fileSizes(answer: Answer, prefix: Prefix): FileSizes {
  const sizes = new Map<string, FileSize>();
  for (const line of utf8(answer.get("sizes") ?? "").split("\n")) {
    const [, inode = "", kind, size, name = ""] = ROW.exec(line) ?? [];
    if (name.startsWith(prefix))
      sizes.set(
        name.slice(prefix.length),
        kind === "-" ? { kind: "file", inode, bytes: Number(size) } : { kind: "other" },
      );
    else if (kind === undefined) noteComplaint(sizes, line, prefix);
  }
  const lacks = answer.has("no-ls") ? "ls" : answer.has("no-dd") ? "dd" : null;
  return { sizes, lacks };
}

/** `ls: cannot access 'PATH': Permission denied`, `ls: PATH: Permission denied`. What is not there is only absent. */
function noteComplaint(sizes: Map<string, FileSize>, line: string, prefix: Prefix): void {
  const at = line.indexOf(prefix);
  const cut = line.lastIndexOf(": ");
  if (at === -1 || cut <= at) return;
  const [path, detail] = [line.slice(at + prefix.length, cut), line.slice(cut + 2)];
  if (detail !== "No such file or directory")
    sizes.set(path.replace(/['"]$/u, ""), { kind: "closed", detail });
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
