// Where a cluster is, and how one logs in there. The only file that loads the client library: 210 ms, and only in this mode.
import { spawn, type SpawnOptions } from "node:child_process";
import { accessSync, existsSync } from "node:fs";
import type { RequestOptions } from "node:https";
import type { Cluster, Context, KubeConfig, User } from "@kubernetes/client-node";
import { getProxyForUrl } from "proxy-from-env";
import type { Fault } from "../../domain/fault.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { IN_CLUSTER, listedFiles, usualFile } from "./kubeconfig-files.ts";
import { loginFault } from "./refusals.ts";

/** Which cluster is meant; "": the current context, the usual files. */
export type ClusterPlace = { readonly context: string; readonly kubeconfig: string };

export type Access = {
  /** Name of the context, by which it is called. */
  readonly context: string;
  /** That of the context; else `default`. */
  readonly namespace: string;
  readonly server: URL;
  /** All contexts there are, in their order. */
  readonly contexts: readonly string[];
  /** What a request needs to be let in. Runs the program of the kubeconfig where it has one, until what that gave runs out. @throws TransportError `unauthorized` */
  readonly credentials: () => Promise<RequestOptions>;
};

type Files = {
  readonly clusters: readonly Cluster[];
  readonly users: readonly User[];
  readonly contexts: readonly Context[];
  readonly currentContext: string;
};

/**
 * @param root  before the paths of what a pod is given; for tests
 * @throws TransportError `no-kubeconfig`, `no-such-context`
 */
export async function accessOf(place: ClusterPlace, root = ""): Promise<Access> {
  const library = await import("./library.ts");
  const made = (): KubeConfig => new library.KubeConfig();
  const files = filesOf(place, { made, root });
  const name = place.context === "" ? files.currentContext : place.context;
  const context = files.contexts.find((each) => each.name === name);
  if (context === undefined) throw new TransportError(noContext(name, files));
  const found = files.clusters.find((each) => each.name === context.cluster);
  if (found === undefined) throw none(`context ${name} names a cluster that is not there`);
  const user = files.users.find((each) => each.name === context.user);
  const config = made();
  const { cluster, server } = reached(found);
  config.loadFromOptions({
    clusters: [cluster],
    users: user === undefined ? [] : [unasked(user)],
    contexts: [context],
    currentContext: name,
  });
  quietPlugins(config);
  return {
    context: name,
    namespace: context.namespace ?? "default",
    server,
    contexts: files.contexts.map((each) => each.name),
    credentials: async () => {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        throw new TransportError(loginFault(error), { cause: error });
      }
      return options;
    },
  };
}

const none = (detail: string): TransportError =>
  new TransportError({ kind: "no-kubeconfig", detail: untrustedText(detail) });

function noContext(name: string, { contexts }: Files): Fault {
  if (name === "")
    return { kind: "no-kubeconfig", detail: untrustedText("it has no current context") };
  const others = contexts.map((each) => untrustedText(each.name));
  return { kind: "no-such-context", detail: untrustedText(name), others };
}

type Making = { readonly made: () => KubeConfig; readonly root: string };

/** The files that kubectl takes, the first word on each name counts. @source kubernetes.io, "Organizing Cluster Access Using kubeconfig Files" */
function filesOf({ kubeconfig }: ClusterPlace, { made, root }: Making): Files {
  const listed = kubeconfig === "" ? listedFiles() : [kubeconfig];
  const paths = listed ?? [usualFile()];
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) {
    if (listed === null && existsSync(`${root}${IN_CLUSTER}`)) return inCluster({ made, root });
    throw none(paths.map(missingText).join(", "));
  }
  return merged(there.map((path) => fileOf(path, made)));
}

function fileOf(path: string, made: () => KubeConfig): Files {
  const config = made();
  try {
    config.loadFromFile(path);
  } catch (error) {
    throw none(unreadText(path, error));
  }
  return partsOf(config);
}

/** Of one that is not there to be read: it may lie where nobody is let in. */
function missingText(path: string): string {
  try {
    accessSync(path);
    return path;
  } catch (error) {
    return unreadText(path, error);
  }
}

/** By the system's codes; of what is no kubeconfig its reader tells what is wrong. */
const UNREAD = new Map<unknown, string>([
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "does not exist"],
  ["EISDIR", "is a directory"],
  ["EACCES", "may not be read"],
]);

function unreadText(path: string, error: unknown): string {
  if (!(error instanceof Error)) return path;
  const why = "code" in error ? UNREAD.get(error.code) : undefined;
  return why === undefined ? `${path}: ${error.message.split("\n")[0] ?? ""}` : `${path} ${why}`;
}

function inCluster({ made, root }: Making): Files {
  const config = made();
  config.loadFromCluster(root);
  return partsOf(config);
}

const partsOf = (config: KubeConfig): Files => ({
  clusters: config.clusters,
  users: config.users,
  contexts: config.contexts,
  currentContext: currentOf(config),
});

/** An empty file has none, whatever the library's types say. */
function currentOf(config: { readonly currentContext?: string }): string {
  return config.currentContext ?? "";
}

const merged = (files: readonly Files[]): Files => ({
  clusters: firstOfEach(files.flatMap(({ clusters }) => clusters)),
  users: firstOfEach(files.flatMap(({ users }) => users)),
  contexts: firstOfEach(files.flatMap(({ contexts }) => contexts)),
  currentContext: files.find(({ currentContext }) => currentContext !== "")?.currentContext ?? "",
});

const firstOfEach = <Named extends { readonly name: string }>(
  all: readonly Named[],
): readonly Named[] =>
  all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index);

/** How a cluster is reached: through the proxy of its kubeconfig, else through that of the environment, which the library does not read. */
function reached(found: Cluster): { readonly cluster: Cluster; readonly server: URL } {
  if (!URL.canParse(found.server)) throw none(`${found.name} has no server that is an address`);
  const server = new URL(found.server);
  const proxyUrl = found.proxyUrl ?? getProxyForUrl(found.server);
  // the library takes http:// only with a word on certificates, which have no say there (kubectl proxy)
  const skipTLSVerify = found.skipTLSVerify || server.protocol === "http:";
  return { cluster: { ...found, skipTLSVerify, ...(proxyUrl === "" ? {} : { proxyUrl }) }, server };
}

/** A program that logs in is told that nobody can answer it. @source client.authentication.k8s.io/v1 ExecCredential */
function unasked(user: User): User {
  const exec: unknown = user.exec;
  if (typeof exec !== "object" || exec === null) return user;
  const told = {
    apiVersion: "apiVersion" in exec ? exec.apiVersion : "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false },
  };
  const env: readonly unknown[] = "env" in exec && Array.isArray(exec.env) ? exec.env : [];
  const value = JSON.stringify(told);
  return { ...user, exec: { ...exec, env: [...env, { name: "KUBERNETES_EXEC_INFO", value }] } };
}

/** Without our terminal, so that it can put no question behind the screen, and without a stdin to wait for. */
function quietPlugins(config: KubeConfig): void {
  const authenticators: unknown = Reflect.get(config, "authenticators");
  if (!Array.isArray(authenticators)) return;
  for (const each of authenticators) {
    if (typeof each === "object" && each !== null && "execFn" in each)
      Reflect.set(each, "execFn", (command: string, args: string[], options: SpawnOptions) =>
        spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] }),
      );
  }
}
