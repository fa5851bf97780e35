import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import { sshInspectorOf } from "../../../src/targets/ssh/inspector.ts";

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "home-"));
  folder = join(home, ".ssh");
  mkdirSync(folder);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const never = new AbortController().signal;
const list = async (): Promise<readonly Listing[]> => {
  const listings: Listing[] = [];
  for await (const listing of sshInspectorOf(folder).list(never)) listings.push(listing);
  return listings;
};
const named = (...address: readonly string[]) => ({ scheme: "ssh", uri: "ssh:", address });
const uris = async () =>
  (await list()).flatMap(({ candidates }) => candidates.map(({ target }) => target.uri));

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDx";

test("a user without a configuration has used none", async () => {
  rmSync(folder, { recursive: true });
  expect(await list()).toEqual([{ kind: "ssh", candidates: [], fault: null, isComplete: true }]);
});

test("hosts the configuration names come in its order, then known ones, the newest first", async () => {
  write(
    "config",
    `Host web-3 web-3.example.org # the shop
  HostName 10.0.0.3
Host=db
  Port 2200
host * !secret *.example.org
Match host x exec "touch ${home}/proof"
  User me
HOST "cache"
`,
  );
  write(
    "known_hosts",
    `# a comment
old.example.org,10.0.0.1 ${KEY}
|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${KEY}
@revoked gone.example.org ${KEY}
*.wild.example.org ${KEY}
[10.0.0.9]:2222 ${KEY}
10.0.0.3 ${KEY}
new.example.org ${KEY}
new.example.org ssh-rsa AAAAB3
torn
`,
  );
  expect(await uris()).toEqual([
    "ssh://web-3",
    "ssh://db",
    "ssh://cache",
    "ssh://new.example.org",
    "ssh://10.0.0.9:2222",
    "ssh://old.example.org",
  ]);
});

test("one level of what the configuration includes, where it includes it", async () => {
  mkdirSync(join(folder, "config.d"));
  write("config", `Host first\nInclude config.d/*.conf ~/other\nHost last\n`);
  write("config.d/b.conf", "Host b\n");
  write("config.d/a.conf", "Host a\nInclude ../deeper\n");
  write("config.d/.hidden.conf", "Host hidden\n");
  write("config.d/readme", "Host readme\n");
  write("deeper", "Host deeper\n");
  writeFileSync(join(home, "other"), "Host other\n");
  expect(await uris()).toEqual(["ssh://first", "ssh://a", "ssh://b", "ssh://other", "ssh://last"]);
});

test("a forge of repositories is no host to watch", async () => {
  write("config", "Host github.com\n  User git\nHost web-3\n");
  write("known_hosts", `github.com ${KEY}\n`);
  expect(await uris()).toEqual(["ssh://web-3"]);
});

test("nothing is known of a host that was not asked", async () => {
  write("config", "Host web-3\n");
  const [listing] = await list();
  expect(listing?.candidates).toEqual([
    {
      target: { scheme: "ssh", uri: "ssh://web-3", address: ["web-3"] },
      kind: "ssh",
      name: "web-3",
      state: null,
      image: null,
      command: null,
      ports: [],
      memoryBytes: null,
      limitBytes: null,
      restarts: null,
      startedAt: null,
      probably: null,
      containerId: null,
      lastEnd: null,
    },
  ]);
});

test("what a file may hold does no harm: odd names, bytes, pipes, size", async () => {
  write(
    "config",
    `Host -oProxyCommand=x $(x) a;b "a b" ok\nHost "-x"\nInclude pipe /nowhere/* ../../*\n`,
  );
  execFileSync("mkfifo", [join(folder, "pipe")]);
  write(
    "known_hosts",
    `-oProxyCommand=x ${KEY}\n\u0000\u001b[31m ${KEY}\n${"x".repeat(5_000_000)} ${KEY}\n`,
  );
  expect((await uris()).filter((uri) => uri !== "ssh://ok")).toEqual([]);
});

test("no more than two hundred", async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `host-${index} ${KEY}\n`);
  write("known_hosts", lines.join(""));
  const found = await uris();
  expect([found.length, found[0], found.at(-1)]).toEqual([200, "ssh://host-999", "ssh://host-800"]);
});

test("words become targets without a question to anybody", async () => {
  const inspector = sshInspectorOf(folder);
  expect(await inspector.resolve(named("root@web-3", "ssh://db:2200"), [], never)).toEqual([
    { scheme: "ssh", uri: "ssh://root@web-3", address: ["root@web-3"] },
    { scheme: "ssh", uri: "ssh://db:2200", address: ["db", "2200"] },
  ]);
  expect([inspector.inspect, inspector.logs]).toEqual([null, null]);
});

test("what cannot be a host is none", async () => {
  const inspector = sshInspectorOf(folder);
  await expect(inspector.resolve(named("-oProxyCommand=x"), [], never)).rejects.toHaveProperty(
    "fault",
    {
      kind: "no-such-host",
      detail: "-oProxyCommand=x",
    },
  );
  await expect(inspector.resolve(named(), ["app=x"], never)).rejects.toHaveProperty("fault", {
    kind: "no-such-label",
    detail: "app=x",
  });
});

test("it reads, and writes nothing", async () => {
  write("known_hosts", `web-3 ${KEY}\n`);
  await list();
  expect(readFileSync(join(folder, "known_hosts"), "utf8")).toBe(`web-3 ${KEY}\n`);
});
