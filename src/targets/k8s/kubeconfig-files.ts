// Which files say where clusters are. Nothing is read here: the picker asks whether there is one at all before it offers clusters.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What a pod is given to log in with. @source kubernetes.io, "Accessing the Kubernetes API from a Pod" */
export const IN_CLUSTER = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** Those of KUBECONFIG; null: it names none. */
export function listedFiles(env: NodeJS.ProcessEnv = process.env): readonly string[] | null {
  const listed = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  return listed.length === 0 ? null : listed;
}

/** Where there is one unless something else is said. @param home the user's directory */
export const usualFile = (home = homedir()): string => join(home, ".kube", "config");

/** @param env KUBECONFIG; @param home the user's directory */
export function hasKubeconfig(env: NodeJS.ProcessEnv = process.env, home = homedir()): boolean {
  const paths = listedFiles(env) ?? [usualFile(home), IN_CLUSTER];
  return paths.some((path) => existsSync(path));
}
