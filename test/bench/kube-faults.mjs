// npm run soak [MINUTES]: four clusters of the double with a watched workload each, one of them on a screen, too, and random faults of the network, the API server, the kubelet, the login and the pods. 1 minute is a trial. Needs root.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROCESSES, Shop, oneOf, socketsOf, upTo } from "./kube-shop.mjs";
import { MIB, Pty, SWTOP, descendants, median, printTable, rssOf, sleep } from "./machine.mjs";
import { SHOP } from "./pods.mjs";

const MINUTES = Number(process.argv[2] ?? 10);
const CLUSTERS = 4;
const LIFE_S = MINUTES * 60 + 300;
/** After the fault has passed; a refusal is tried again after 15 s at the latest. */
const RIGHT_WITHIN_MS = 20_000;
const FLAT_MIB = 12;
const now = () => performance.now();
const seconds = (value) => (Number.isFinite(value) ? `${(value / 1000).toFixed(1)} s` : "never");
const mib = (bytes) => (bytes / MIB).toFixed(1);
const folder = mkdtempSync(join(tmpdir(), "swtop-bench-"));

/** Something is wrong for a while, and everybody has to come again. */
const meanwhile = async ({ kube }, stop) => {
  kube.faults.drop();
  await sleep(500 + upTo(7500));
  stop();
};
const FAULTS = {
  drop: ({ kube }) => kube.faults.drop(),
  freeze: async ({ kube }) => {
    kube.faults.freeze();
    await sleep(500 + upTo(9000));
    kube.faults.thaw();
  },
  slow: async (shop) => {
    shop.kube.faults.slow(300 + upTo(1500));
    await meanwhile(shop, () => shop.kube.faults.slow(0));
  },
  "expired token": async (shop) => meanwhile(shop, shop.newToken()),
  401: async (shop) => meanwhile(shop, shop.kube.faults.status(401)),
  403: async (shop) => meanwhile(shop, shop.kube.faults.status(403, /\/exec/)),
  503: async (shop) => meanwhile(shop, shop.kube.faults.status(503)),
  down: async ({ kube }) => {
    await kube.down();
    await sleep(upTo(10_000));
    await kube.up();
  },
  410: ({ kube }) => {
    kube.forget();
    kube.faults.drop();
  },
  certificate: ({ kube }) => {
    kube.rotate("same authority");
    kube.faults.drop();
  },
  "kubelet gone": async ({ kube }) => {
    kube.faults.kubelet("gone");
    await sleep(upTo(8000));
    kube.faults.kubelet("up");
  },
  "kubelet frozen": async ({ kube }) => {
    kube.faults.kubelet("frozen");
    await sleep(500 + upTo(9000));
    kube.faults.kubelet("up");
  },
  restart: (shop) => shop.restart({ exitCode: 0, reason: "Completed" }),
  oom: (shop) => shop.restart({ exitCode: 137, reason: "OOMKilled" }),
  deleted: (shop) => shop.gone((pod) => pod.delete({ graceSeconds: oneOf([0, 1]) })),
  evicted: (shop) => shop.gone((pod) => pod.evict("The node was low on resource: memory.")),
  rollout: (shop) => shop.rollout(),
  "garbage frames": ({ kube }) => kube.faults.garbage("frames"),
  "garbage bytes": ({ kube }) => kube.faults.garbage("bytes"),
  "clock skew": async (shop) => {
    shop.kube.faults.skewMs = oneOf([-1, 1]) * 3_600_000;
    await meanwhile(shop, () => (shop.kube.faults.skewMs = 0));
  },
};

/** As what a pod's end is told. */
const NAMED = {
  restart: "restarted",
  oom: "restarted",
  deleted: "replaced",
  evicted: "replaced",
  rollout: "replaced",
};

const rows = [];
const again = new Map();
/** Of each fault: which faults the session told, and how often. */
const said = new Map();
const wrong = [];
let ends = 0;
let named = 0;
let count = 0;
const shops = [];
let screen = null;
const row = (what, reach, measured, ok) => rows.push({ what, reach, measured, yardstick: "-", ok });
try {
  for (let number = 0; number < CLUSTERS; number += 1) shops.push(await Shop.start(folder, LIFE_S));
  for (const shop of shops) shop.watch();
  await Promise.all(shops.map((shop) => shop.right()));
  process.env.KUBECONFIG = shops[0].env.KUBECONFIG;
  screen = new Pty([...SWTOP, ...SHOP]);
  await screen.until((text) => /Worker\.\d/.test(text));
  await sleep(3000);
  const sockets = shops.map((shop) => shop.sockets);
  const screenSockets = socketsOf(screen.pid);
  const readings = [];
  const screenReadings = [];
  const end = now() + MINUTES * 60_000;
  const sampling = setInterval(() => {
    readings.push(median(shops.map(({ child }) => rssOf(child.pid))));
    screenReadings.push(rssOf(screen.pid));
  }, 2000);
  await Promise.all(
    shops.map(async (shop) => {
      // each at least once in a while: all in turn, in an order by chance
      let left = [];
      while (now() < end && shop.child.exitCode === null) {
        if (left.length === 0) left = Object.keys(FAULTS).toSorted(() => Math.random() - 0.5);
        const fault = left.pop();
        shop.words = [];
        await FAULTS[fault](shop);
        const took = await shop.right();
        again.set(fault, [...(again.get(fault) ?? []), took]);
        said.set(fault, [...(said.get(fault) ?? []), ...shop.words]);
        if (fault in NAMED) {
          ends += 1;
          if (shop.words.includes(NAMED[fault])) named += 1;
          else wrong.push(`${fault} told as: ${shop.words.join(", ")}`);
        }
        if (took > RIGHT_WITHIN_MS)
          wrong.push(`${fault} right after ${seconds(took)}: ${shop.words.join(", ")}`);
        count += 1;
        if (count % 20 === 0)
          process.stderr.write(`${count} faults, ${seconds(Math.max(0, end - now()))} left\n`);
        await sleep(500 + upTo(1000));
      }
    }),
  );
  clearInterval(sampling);
  await sleep(10_000);
  for (const [fault, times] of again)
    row(
      `right again after ${fault} (${times.length})`,
      `<= ${seconds(RIGHT_WITHIN_MS)}`,
      `${seconds(median(times))}, longest ${seconds(Math.max(...times))}`,
      Math.max(...times) <= RIGHT_WITHIN_MS,
    );
  const all = [...again.values()].flat();
  row(
    "right again, all",
    `<= ${seconds(RIGHT_WITHIN_MS)}`,
    `${seconds(median(all))}, longest ${seconds(Math.max(...all))}`,
    Math.max(...all) <= RIGHT_WITHIN_MS,
  );
  row("faults", ">= 200 in 10 min", `${count} in ${MINUTES} min`, count >= 20 * MINUTES);
  const alive = shops.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  const words = shops.map(({ complaints }) => complaints).join("");
  row(
    "watchers that still watch",
    String(CLUSTERS),
    `${alive.length} ${words.slice(0, 80)}`,
    alive.length === CLUSTERS && words === "",
  );
  const isDrawn = await isWhole(screen);
  row("the screen", "all rows", isDrawn ? "all rows" : "not all, or over", isDrawn);
  const unmarked = shops.reduce((sum, shop) => sum + shop.unmarked, 0);
  row("gaps that nothing was said of", "0", String(unmarked), unmarked === 0);
  row("ends of a pod or container that were named", "all", `${named} of ${ends}`, named === ends);
  rss("RSS of a watcher", readings);
  rss("RSS of the screen", screenReadings);
  const more = alive.map((shop) => shop.sockets - sockets[shops.indexOf(shop)]);
  row("sockets of a watcher, more than at first", "<= 2", more.join(" "), Math.max(...more) <= 2);
  const onScreen = screen.ended ? Number.NaN : socketsOf(screen.pid) - screenSockets;
  row("sockets of the screen, more than at first", "<= 2", String(onScreen), onScreen <= 2);
  const children = alive.reduce((sum, { child }) => sum + descendants(child.pid).length, 0);
  row("processes of ours that a watcher keeps", "0", String(children), children === 0);
  for (const { child } of shops) child.kill("SIGTERM");
  await screen.close();
  await sleep(12_000);
  const running = shops.reduce((sum, shop) => sum + shop.running, 0);
  row("left in the pods afterwards", "0", String(running), running === 0);
  const open = shops.reduce((sum, { kube }) => sum + kube.connections, 0);
  row("connections left afterwards", "0", String(open), open === 0);
} finally {
  await screen?.close();
  for (const shop of shops) await shop.end();
  rmSync(folder, { recursive: true });
}
for (const { complaints } of shops) process.stderr.write(complaints);
for (const [fault, kinds] of said) {
  const counted = [...new Set(kinds)].map(
    (kind) => `${kind} ${kinds.filter((each) => each === kind).length}`,
  );
  console.log(`${fault}: ${counted.join(", ")}`);
}
for (const each of wrong) console.log(`NOT: ${each}`);
process.exit(printTable(rows) === true ? 0 : 1);

/** Drawn anew, for another size. */
async function isWhole(pty) {
  if (pty.ended === true) return false;
  pty.text = "";
  pty.process.resize(161, 45);
  const slots = /TaskWorker\.\d|Worker\.\d|Master|Manager|mark-\d+/g;
  try {
    await pty.until((text) => new Set(text.match(slots)).size >= PROCESSES, 5000);
    return true;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}

/** The heap of a young program grows into its size: the second half counts. */
function rss(what, readings) {
  const second = readings.slice(Math.floor(readings.length / 2));
  const third = Math.ceil(second.length / 3);
  const before = median(second.slice(0, third));
  const after = median(second.slice(-third));
  row(
    `${what}, second half`,
    `flat (<= +${FLAT_MIB} MiB)`,
    `${mib(after)} MiB, ${mib(after - before)} more; ${mib(readings[0])} at first`,
    after - before <= FLAT_MIB * MIB,
  );
}
