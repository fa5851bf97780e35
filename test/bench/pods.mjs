// Pods of the double with real PHP processes in a PID namespace of their own: an exec sees the processes of its pod, and nobody else's. Needs root.
import { spawn } from "node:child_process";
import { startKube } from "../fixtures/kube/kube.ts";
import { TREE } from "../fixtures/engine.ts";
import { MIB, descendants } from "./machine.mjs";

const NAMESPACE = "prod";
/** Of `swtop k8s`: which pods. */
export const SHOP = ["k8s", "deploy/shop", "-n", NAMESPACE];
const LIMIT_BYTES = 256 * MIB;

/** The processes of one container, from its first one on. */
export class PodTree {
  #child;
  /** As the machine knows the first of them. */
  pid = 0;
  /** @param root of tree.ts; @param lifeS after which they end by themselves */
  static async start(root, lifeS) {
    const tree = new PodTree();
    const spec = JSON.stringify({ lifeS, watch: 1, root });
    const apart = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    // a shell is the first one: it takes in what an exec leaves behind
    const first = ["sh", "-c", '"$@" & wait', "sh"];
    tree.#child = spawn("unshare", [...apart, ...first, "php", "-n", TREE], {
      env: { ...process.env, SWTOP_TREE: spec },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const awaited = countOf(root);
    await new Promise((resolve, reject) => {
      let lines = 0;
      tree.#child.stdout.on("data", (chunk) => {
        lines += chunk.toString().split("\n").length - 1;
        if (lines >= awaited) resolve();
      });
      tree.#child.once("error", reject);
      tree.#child.once("exit", () => reject(new Error("a pod's processes ended at their start")));
    });
    [tree.pid] = descendants(tree.#child.pid);
    return tree;
  }
  /** What an exec into it begins with. */
  get prefix() {
    return ["nsenter", "-t", String(this.pid), "-m", "-p", "--"];
  }
  end() {
    this.#child.kill("SIGKILL");
  }
}

const countOf = (node) => (node.children ?? []).reduce((sum, child) => sum + countOf(child), 1);

/** As a cluster has it: TLS, a token, one container that matters and a sidecar. */
export async function startShop(replicas) {
  const kube = await startKube({ tls: true, token: "first" });
  const workload = kube.workload("Deployment", "shop", {
    namespace: NAMESPACE,
    replicas,
    labels: { app: "shop" },
  });
  return { kube, workload };
}

/** One more pod; `fullness` 0..1 of its limit, by the metrics API. */
export function addPod({ workload }, prefix, fullness) {
  const app = {
    name: "app",
    image: "registry.example.com/shop:1",
    command: ["php", "bin/hyperf.php", "start"],
    ports: [9501],
    limitBytes: LIMIT_BYTES,
  };
  const sidecar = { name: "istio-proxy", image: "istio/proxyv2:1.22" };
  const pod = workload.pod({ containers: [app, sidecar], argvPrefix: prefix });
  fill(pod, fullness);
  return pod;
}
export const fill = (pod, fullness) => pod.usage("app", Math.round(fullness * LIMIT_BYTES));
