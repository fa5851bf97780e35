import type { SnapshotFault } from "../domain/snapshot.ts";
import { show } from "../domain/text.ts";

/** One line for people: what could not be read, why, and the way out. */
export function snapshotFaultText({ kind, part, detail }: SnapshotFault): string {
  const shown =
    detail === null ? "" : show(detail.replaceAll(/\s+/gu, " ")).trim().slice(0, LONGEST);
  const sentence = SENTENCES[kind](shown, shown === "" ? "" : `: ${shown}`);
  return part === null ? sentence : `${PARTS[part]}: ${sentence}`;
}

/** The same without the way out: a command of its own stands beside it. */
export const snapshotCauseText = (fault: SnapshotFault): string =>
  snapshotFaultText(fault).split(/\. |: `/u)[0] ?? "";

/** A detail is a word, a number or the last line of a foreign program. */
const LONGEST = 200;

const PARTS: Readonly<Record<NonNullable<SnapshotFault["part"]>, string>> = {
  "0": "memory by kind",
  "1": "Zend heap and gc",
  "2a": "objects and statics",
  "2b": "arrays in properties",
  "3": "what gc would free",
};

/** Three ways to one capability; the first and the last need no restart of anything. */
const SYS_PTRACE_WAYS =
  "`docker exec --privileged -u 0 ..`, the capability SYS_PTRACE in the pod's securityContext, or `kubectl debug --profile=sysadmin --target=CONTAINER`";

/** `colon`: the detail as it follows a clause; empty without one. */
type Sentence = (detail: string, colon: string) => string;

/** @source reference/gc-snapshot.md part 7 (measured), part 11 (what it refuses) */
const SENTENCES: Readonly<Record<SnapshotFault["kind"], Sentence>> = {
  vanished: () =>
    "the process ended before it was read to the end. Take the snapshot of another process.",
  zombie: () =>
    "the process has ended and waits for its parent to notice (a zombie): it has no memory any more. Take the snapshot of another process.",
  "kernel-thread": () =>
    "it is a thread of the kernel, which has no memory of its own. Choose a PHP process.",
  "not-php": (detail) =>
    `${detail === "" ? "its program" : detail} is not named php or swoole-cli, and only a program of such a name is started as the reader. Choose a PHP process of the command line, or start yours under the name php.`,
  "other-user": (detail) => {
    const [, user, group] = /^(\d+):(\d+)$/u.exec(detail) ?? [null, "UID", "GID"];
    return `the process belongs to another user. Read it as that one: \`docker exec -u ${user}:${group} ..\`, on a host \`sudo -u '#${user}' -g '#${group}' swtop ..\`; or with SYS_PTRACE: ${SYS_PTRACE_WAYS}.`;
  },
  "not-permitted": (detail) =>
    /^[A-Z_]+$/u.test(detail)
      ? `the kernel does not let this user read the process: it has capabilities that swtop lacks. That needs ${detail}: ${SYS_PTRACE_WAYS}.`
      : "the kernel shows its memory to nobody here, whatever the capabilities (gVisor, a security module, a user namespace). Run swtop on the host, outside of that sandbox.",
  "not-dumpable": () =>
    `the process changed its user after the start (the \`user\` setting of Swoole), and the kernel closes such a process to all without SYS_PTRACE: ${SYS_PTRACE_WAYS}. Or start the server as that user instead of the setting.`,
  yama: (detail) =>
    `Yama forbids to read a process that is no child (kernel.yama.ptrace_scope${detail === "" ? "" : ` is ${detail}`}). ${
      detail === "3"
        ? "3 stays until the next boot, for root as well."
        : "Run swtop with sudo, or `sysctl kernel.yama.ptrace_scope=0` for the time of the reading."
    }`,
  zts: () =>
    "this PHP is thread-safe (ZTS): its globals are out of reach from outside. Memory by kind is all there is; use an NTS build for more.",
  "other-build": (_, colon) =>
    `PHP was replaced since the process began (an upgrade): the new build cannot read the old one${colon}. Restart the server, then take it again.`,
  "no-headroom": (detail) =>
    `too little memory is free in the target${detail === "" ? "" : ` (${detail} left)`}: levels 2 and 3 want 64 MiB. Raise the limit, stop a worker, or read the lower levels: --level 1.`,
  "no-zend-heap": () =>
    "the process has no Zend heap (USE_ZEND_ALLOC=0, or an allocator of an extension). Start it without USE_ZEND_ALLOC=0 for more than memory by kind.",
  "not-understood": (_, colon) =>
    `what was found in the process does not fit together${colon}, so that nothing of it is shown. Take it again; when it stays, report it with your PHP version.`,
  "out-of-time": (_, colon) =>
    `it took too long and was cut${colon}. Take it again when more CPU is free.`,
  capped: (_, colon) =>
    `there is more than one reading follows${colon}. What is shown is a part of it, and true; what lies beyond is unknown, the next time as well.`,
  moved: () =>
    "it changed while it was read. What is shown is what two looks agree on, a lower bound. Take it again when the process is idle.",
  cancelled: () => "the reading was ended. Take it again for the rest.",
  "reader-died": (_, colon) =>
    `the reader ended early${colon}. Take it again; when it stays, try a lower level: --level 1.`,
  unreachable: (_, colon) =>
    `a second connection to the target, which a snapshot needs, could not be had${colon}. Try the same command by hand; then take it again.`,
};
