// Whether there is a kubeconfig at all: what the picker asks before it offers clusters. Nothing is read.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What a pod is given to log in with. @source kubernetes.io, "Accessing the Kubernetes API from a Pod" */
const IN_CLUSTER = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** @param env KUBECONFIG; @param home the user's directory */
export function hasKubeconfig(env: NodeJS.ProcessEnv = process.env, home = homedir()): boolean {
  const named = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  const paths = named.length > 0 ? named : [join(home, ".kube", "config"), IN_CLUSTER];
  return paths.some((path) => existsSync(path));
}
