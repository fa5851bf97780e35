import type { ContainerLife } from "../domain/container.ts";
import type { Fault, FaultKind } from "../domain/fault.ts";
import { show } from "../domain/text.ts";
import { dateTime } from "./format.ts";

/** One sentence for people: what is wrong, and what mends it. */
export function faultText(fault: Fault): string {
  const { kind, detail } = fault;
  const shown = detail === null ? "" : show(detail).trim();
  return SENTENCES[kind](shown, { colon: shown === "" ? "" : `: ${shown}`, fault });
}

/** `colon`: the detail as it follows a clause; empty without one. */
type Sentence = (detail: string, more: { readonly colon: string; readonly fault: Fault }) => string;

const MOST_NAMED = 8;

function othersText({ others = [] }: Fault): string {
  const named = others.slice(0, MOST_NAMED).map((name) => show(name));
  const more = others.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** By SIGKILL. */
const KILLED = 137;

/** ` with exit 137 (killed) at 2026-11-27 09:12:11 UTC`; empty where nobody tells it. */
const NOTHING_TOLD = { exitCode: null, oomKilled: null, endedAt: null };

function endText({ exitCode, oomKilled, endedAt }: Omit<ContainerLife, "startedAt">): string {
  const code = exitCode === null ? "" : ` with exit ${exitCode}`;
  const why =
    oomKilled === true ? " (killed for want of memory)" : exitCode === KILLED ? " (killed)" : "";
  return `${code}${why}${endedAt === null ? "" : ` at ${dateTime(endedAt, 0)} UTC`}`;
}

function stillText(name: string, { life }: Fault): string {
  if (life === null) return `${name} was created and never started`;
  return `${name} is not running${life === undefined ? "" : `: it ended${endText(life)}`}`;
}

const SENTENCES: Readonly<Record<FaultKind, Sentence>> = {
  "command-not-found": (_, { colon }) =>
    `cannot start the command${colon}. Check its name, or give its full path.`,
  "no-shell": (_, { colon }) =>
    `no shell answered${colon}. A POSIX shell that reads its input is needed there; what has none is watched from its host (swtop local), and a command after -- must end in one (\`docker exec -i NAME sh\`).`,
  "not-a-shell": (_, { colon }) =>
    `what answers is no shell that reads its input${colon}. The command after -- must end in a POSIX shell, without a terminal (no -t).`,
  "no-proc": (_, { colon }) =>
    `the shell sees no /proc${colon}. swtop reads Linux's /proc; mount it, or run swtop on the host.`,
  "missing-command": (detail) =>
    `the target has no \`${detail}\`, which the collector needs. Take an image with it (busybox is enough), or watch from the host: swtop local.`,
  "no-headroom": (_, { colon }) =>
    `too little memory is free in the target to start anything there${colon}. Watch from the host, or use --force.`,
  "stream-ended": (_, { colon }) => `the connection ended${colon}.`,
  silent: (_, { colon }) =>
    `nothing comes from the target${colon}. It may be paused, overloaded or unreachable.`,
  garbled: (_, { colon }) => `an answer of the target cannot be read${colon}.`,
  "unreadable-file": (detail) =>
    `cannot read${detail === "" ? " the file" : ` ${detail}`}. Check the path and its permissions.`,
  "not-a-recording": (_, { colon }) =>
    `this is no recording of swtop${colon}. Make one with \`swtop record\`.`,
  "unwritable-file": (detail) =>
    `cannot write${detail === "" ? " the file" : ` ${detail}`}. Name another place.`,
  "no-project": (detail, { fault }) =>
    `no PHP project is found in ${detail}.${fault.about === "directory" ? "" : " Name its directory: swtop audit DIR, or --project DIR for one in a target."}`,
  "no-hyperf": (detail) =>
    `the project in ${detail} is no Hyperf application, so that it declares no crontab. swtop audit reads it all the same.`,
  "system-refused": (_, { colon }) => `no answer could be had${colon}.`,
  "no-such-target": (detail, { fault }) => {
    const others = othersText(fault);
    return `there is no container or service ${detail}.${others === "" ? "" : ` There is: ${others}.`}`;
  },
  "no-such-host": (detail) => `there is no ssh host ${detail}.`,
  "no-such-label": (detail) => `no running container has the label ${detail}.`,
  "ambiguous-target": (detail, { fault }) =>
    `${detail} may be several: ${othersText(fault)}. Name one of them.`,
  "not-running": (detail, { fault }) =>
    // a pod is made anew, never started
    `${stillText(detail, fault)}. ${fault.about === "pod" ? "Name" : "Start it, or name"} one that runs.`,
  paused: (detail) => `${detail} is paused: every process in it stands still.`,
  removed: (detail, { fault }) =>
    fault.about === "pod"
      ? `${detail} was removed and never comes back. Go on with swtop k8s ${othersText(fault)}.`
      : `${detail} was removed. What was seen of it stays.`,
  "container-ended": (detail, { fault }) => `${stillText(detail, fault)}.`,
  restarting: (detail, { fault: { life } }) =>
    `${detail} ended${endText(life ?? NOTHING_TOLD)}, and is being started again.`,
  restarted: (detail, { fault: { life } }) => {
    const former = life === undefined || life === null ? "" : `, after it ended${endText(life)}`;
    return `${detail} was started again${former}.`;
  },
  "engine-unreachable": (_, { colon }) =>
    `the engine does not answer${colon.replace(/[.?]+$/u, "")}. Is it running, and is it the right one (context, DOCKER_HOST, CONTAINER_HOST)?`,
  "no-permission": (_, { colon }) =>
    `the engine's socket is not for you${colon}. Use sudo, or be in the group that owns it (docker).`,
  "exec-denied": (_, { colon }) =>
    `running a shell there is not allowed${colon}. Watch from the host instead: swtop local.`,
  "not-linux": (detail) => `${detail} is no Linux container: swtop reads Linux's /proc.`,
  "unreadable-logs": (detail) =>
    `its output goes to the log driver ${detail}, which cannot be read back. Name what reads it with --log-cmd.`,
  "host-unreachable": (_, { colon }) => `the host cannot be reached${colon}.`,
  "host-key": (_, { colon }) =>
    `the host's key is not known here, or another one than before${colon}. Find out why, and connect once with ssh itself.`,
  "login-refused": (_, { colon }) =>
    `the host does not let us in without a question${colon}. swtop never asks for passwords (BatchMode): load the key with ssh-add, or set it in ~/.ssh/config.`,
  "no-kubeconfig": (_, { colon }) =>
    `no kubeconfig says where a cluster is${colon}. Set KUBECONFIG, or name one with --kubeconfig.`,
  "no-such-context": (detail, { fault }) => {
    const others = othersText(fault);
    return `the kubeconfig has no context ${detail}.${others === "" ? "" : ` There is: ${others}.`}`;
  },
  "no-such-pod": (detail, { fault }) => {
    const others = othersText(fault);
    const what = fault.about === "namespace" ? "namespace" : "pod or workload";
    return `there is no ${what} ${detail}.${others === "" ? "" : ` There is: ${others}.`}`;
  },
  "cluster-unreachable": (_, { colon }) =>
    `the API server does not answer${colon}. Is the context the right one, and the way to it open (VPN, proxy)?`,
  "cluster-certificate": (_, { colon }) =>
    `the certificate of the API server is not trusted${colon}. Its authority stands in the kubeconfig (certificate-authority).`,
  unauthorized: (_, { colon }) =>
    `the API server does not know who asks (401)${colon}. Log in again, as for kubectl.`,
  forbidden: (detail) => {
    // `pods "api-0" is forbidden: User "dev" cannot get resource "pods/exec" in API group "" in the namespace "prod"`
    const words = detail.replace(/^.* is forbidden: /u, "").replace(/ in API group ""/u, "");
    return `the API server forbids it${words === "" ? "" : `: ${words}`}. \`swtop doctor --rbac\` prints the rights that swtop takes.`;
  },
  evicted: (detail) => `the pod was evicted: ${detail}.`,
  terminating: (detail) => `${detail} is being deleted.`,
  replaced: (detail) => `the pod is gone. Another one of its workload is watched: ${detail}.`,
  slept: (detail) => `this machine slept${detail === "" ? "" : ` for ${detail}`}.`,
};
