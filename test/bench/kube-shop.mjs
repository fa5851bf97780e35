// A cluster of the double whose pods can die, the processes in them, and a `watch --json` of it that is held to the truth.
import { spawn } from "node:child_process";
import { readdirSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { hyperf } from "../fixtures/tree.ts";
import { SWTOP, sleep } from "./machine.mjs";
import { PodTree, SHOP, addPod, fill, startShop } from "./pods.mjs";

const PODS = 3;
export const PROCESSES = 6;
/** By the name of a user process it is told whose processes were read; they come again, so that nobody has to remember ever more. */
const MARKS = 40;
const GIVEN_UP_MS = 60_000;
/** Without a sample for so long there has to be a word of the session. */
const GAP_MS = 5000;
/** So long a sample may still come that was sent before the fault. */
const ON_ITS_WAY_MS = 300;
const now = () => performance.now();
const isOver = (pod) => pod.thing.status.phase !== "Running";
let shops = 0;
let trees = 0;
export const upTo = (most) => Math.random() * most;
export const oneOf = (list) => list[Math.floor(Math.random() * list.length)];
const isRunning = ({ pid, hasEnded }) => pid !== null && hasEnded !== true;

/** Open ones of a process. */
export function socketsOf(pid) {
  const where = `/proc/${pid}/fd`;
  const isSocket = (fd) => {
    try {
      return readlinkSync(join(where, fd)).startsWith("socket:");
    } catch {
      return false;
    }
  };
  return readdirSync(where).filter(isSocket).length;
}

/** A cluster, the processes of its pods, and who watches. */
export class Shop {
  /** By pod. */
  #trees = new Map();
  /** Those that are gone, too. */
  everyPod = [];
  everyTree = [];
  #tokens = 1;
  lastSampleMs = 0;
  samples = 0;
  unmarked = 0;
  complaints = "";
  words = [];
  #last = null;
  #toldSince = true;
  #lifeS;
  /** @param folder for what logs in; @param lifeS after which its processes end by themselves */
  static async start(folder, lifeS) {
    const shop = new Shop();
    shop.#lifeS = lifeS;
    shop.place = await startShop(PODS);
    shop.kube = shop.place.kube;
    shop.login = join(folder, `login-${(shops += 1)}`);
    shop.#logIn("first");
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "cat",
      args: [shop.login],
      interactiveMode: "Never",
    };
    const kubeconfig = shop.kube.writeConfig({ user: { exec } });
    shop.env = { ...process.env, KUBECONFIG: kubeconfig };
    for (let count = 0; count < PODS; count += 1) await shop.born();
    return shop;
  }
  watch() {
    const [file, ...args] = [...SWTOP, "watch", ...SHOP, "--json"];
    this.child = spawn(file, args, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stderr.on("data", (chunk) => (this.complaints += chunk));
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      if (line.startsWith('{"type":"s')) this.#take(JSON.parse(line));
    });
  }
  #take(told) {
    if (told.type === "session") {
      this.#toldSince = true;
      if (told.fault !== null) this.words.push(told.fault.kind);
    }
    if (told.type !== "sample") return;
    if (this.lastSampleMs > 0 && now() - this.lastSampleMs > GAP_MS && !this.#toldSince)
      this.unmarked += 1;
    this.lastSampleMs = now();
    this.samples += 1;
    this.#toldSince = false;
    this.#last = told;
  }
  /** Whose processes were read last; none, where they are no more. */
  get #read() {
    const all = this.#last?.servers.flatMap(({ processes }) => processes) ?? [];
    const mark = all.find(({ name }) => name !== null)?.name;
    const isOf = (pod) => this.#trees.get(pod)?.mark === mark;
    return all.length === PROCESSES ? this.kube.pods.find(isOf) : undefined;
  }
  /** How long until the table is right again. */
  async right() {
    const from = now();
    while (now() - from < GIVEN_UP_MS) {
      if (this.lastSampleMs > from + ON_ITS_WAY_MS && this.#read !== undefined)
        return this.lastSampleMs - from;
      if (this.child.exitCode !== null) break;
      await sleep(50);
    }
    return Number.POSITIVE_INFINITY;
  }
  get attached() {
    return this.#read ?? oneOf(this.kube.pods);
  }
  async #newTree() {
    const mark = `mark-${(trees += 1) % MARKS}`;
    const root = hyperf("shop", { userProcesses: [mark] });
    const tree = Object.assign(await PodTree.start(root, this.#lifeS), { mark });
    this.everyTree.push(tree);
    return tree;
  }
  #lives(pod, tree) {
    this.#trees.get(pod)?.end();
    this.#trees.set(pod, tree);
    // the double reads it with each exec
    pod.spec.argvPrefix = tree.prefix;
    if (!this.everyPod.includes(pod)) this.everyPod.push(pod);
  }
  async born() {
    const tree = await this.#newTree();
    this.#lives(addPod(this.place, tree.prefix, 0.2 + upTo(0.6)), tree);
  }
  /** In place. */
  async restart(death) {
    const pod = this.attached;
    const tree = await this.#newTree();
    const lagMs = 100 + upTo(1000);
    pod.end("app", { ...death, restart: true, lagMs });
    this.#lives(pod, tree);
    await sleep(lagMs);
  }
  async gone(how) {
    const pod = this.attached;
    how(pod);
    this.#trees.get(pod).end();
    await this.born();
  }
  async rollout() {
    // what was evicted stays as an object for a while
    for (const pod of this.kube.pods.filter(isOver)) pod.delete({ graceSeconds: 0 });
    const old = this.kube.pods.slice();
    const next = await Promise.all(old.map(() => this.#newTree()));
    const graceSeconds = oneOf([0, 1, 2]);
    const young = this.place.workload.rollout({ graceSeconds });
    for (const [index, pod] of young.entries()) {
      this.#lives(pod, next[index]);
      fill(pod, 0.2 + upTo(0.6));
    }
    await sleep(graceSeconds * 1000);
    for (const pod of old) this.#trees.get(pod).end();
  }
  /** @returns what lets it in again */
  newToken() {
    const token = `token-${(this.#tokens += 1)}`;
    this.kube.token = token;
    return () => this.#logIn(token);
  }
  #logIn(token) {
    const kind = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential" };
    writeFileSync(`${this.login}.new`, JSON.stringify({ ...kind, status: { token } }));
    renameSync(`${this.login}.new`, this.login);
  }
  /** Programs that an exec began, and that run still. */
  get running() {
    return this.everyPod.flatMap((pod) => pod.execs).filter(isRunning).length;
  }
  get sockets() {
    return socketsOf(this.child.pid);
  }
  async end() {
    this.child?.kill("SIGKILL");
    for (const tree of this.everyTree) tree.end();
    // its server waits for sockets that nobody reads any more
    await Promise.race([this.kube.close(), sleep(3000)]);
  }
}
