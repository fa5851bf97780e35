// Hosts that were used before, as the user's files tell them. None of them is asked anything.
import { constants, open, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import {
  NOTHING_KNOWN,
  type Candidate,
  type Inspector,
  type Listing,
} from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { configParts, type ConfigHost } from "./config-hosts.ts";
import { hostOf, noSuchHost, targetOf, type Host } from "./host.ts";
import { knownHosts, type KnownHost } from "./known-hosts.ts";

const MOST_HOSTS = 200;
const MOST_FILE_BYTES = 4 * 1024 * 1024;
const MOST_INCLUDED = 64;

/** @param folder  where `config` and `known_hosts` are; the user's `~/.ssh` */
export const sshInspectorOf = (folder: string): Inspector => ({
  scheme: "ssh",
  async *list(): AsyncGenerator<Listing> {
    const [config, known] = await Promise.all([
      configured(folder),
      read(join(folder, "known_hosts")),
    ]);
    const candidates = used(config, knownHosts(known)).map(candidateOf);
    yield { kind: "ssh", candidates, fault: null, isComplete: true };
  },
  async resolve({ address }, labels) {
    const [label] = labels;
    if (label !== undefined)
      throw new TransportError({ kind: "no-such-label", detail: untrustedText(label) });
    return address.map((word) => {
      const host = hostOf(word);
      if (host === null) throw noSuchHost(word);
      return targetOf(host);
    });
  },
  inspect: null,
  logs: null,
});

export const sshInspector = sshInspectorOf(join(homedir(), ".ssh"));

/** Nothing in these files says when a host was used: those the user named come first, in his order, then those seen for the first time most recently. */
function used(config: readonly ConfigHost[], known: readonly KnownHost[]): readonly Host[] {
  const found = new Map<string, Host>();
  const seen = new Set<string>();
  for (const { names, hostName, port, user } of config) {
    // `git@` is a forge, where no shell is
    const [name] = user === "git" ? [] : names;
    for (const each of [...names, ...(hostName === null ? [] : [hostName])])
      seen.add(keyOf(each, port));
    if (name !== undefined) add(found, { destination: name, port: null });
  }
  for (const host of known.toReversed()) {
    const isSeen = host.some(({ name, port }) => seen.has(keyOf(name, port)));
    for (const { name, port } of host) seen.add(keyOf(name, port));
    const named = host.find(({ name }) => !/^[\d.]+$|:/u.test(name)) ?? host[0];
    if (!isSeen && named !== undefined) add(found, { destination: named.name, port: named.port });
  }
  return [...found.values()].slice(0, MOST_HOSTS);
}

const keyOf = (name: string, port: string | null): string =>
  `${name.toLowerCase()} ${port ?? "22"}`;

/** What ssh must not get is left out. */
function add(found: Map<string, Host>, { destination, port }: Host): void {
  const host = hostOf(destination);
  if (host === null || destination.includes("@") || destination.includes("/")) return;
  const key = keyOf(destination, port);
  if (!found.has(key)) found.set(key, { ...host, port });
}

const candidateOf = (host: Host): Candidate => ({
  ...NOTHING_KNOWN,
  target: targetOf(host),
  kind: "ssh",
  name: untrustedText(targetOf(host).uri.slice("ssh://".length)),
});

/** With what the configuration includes, one level deep, where it includes it. */
async function configured(folder: string): Promise<readonly ConfigHost[]> {
  const found: ConfigHost[] = [];
  let included = 0;
  for (const part of configParts(await read(join(folder, "config")))) {
    if (part.kind === "host") {
      found.push(part.host);
      continue;
    }
    for (const path of (await pathsOf(part.patterns, folder)).slice(0, MOST_INCLUDED - included)) {
      included += 1;
      for (const inner of configParts(await read(path)))
        if (inner.kind === "host") found.push(inner.host);
    }
  }
  return found;
}

/** Patterns in the last part of a path only; relative ones begin at the folder, `~` at the one above it. */
async function pathsOf(patterns: readonly string[], folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const pattern of patterns) {
    const written = pattern.replace(/^~(?=\/)/u, dirname(folder));
    const path = isAbsolute(written) ? written : join(folder, written);
    const name = basename(path);
    if (!/[*?]/u.test(name)) {
      paths.push(path);
      continue;
    }
    const entries = await readdir(dirname(path)).catch(() => []);
    const matching = entries.filter((entry) => !entry.startsWith(".") && matches(entry, name));
    paths.push(...matching.toSorted().map((entry) => join(dirname(path), entry)));
  }
  return paths;
}

function matches(name: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll(/\*+/gu, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "u").test(name);
}

/** The beginning of a regular file; empty where there is none, or where it may not be read. */
async function read(path: string): Promise<string> {
  // a pipe in its place would wait for a writer
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return "";
  try {
    if (!(await file.stat()).isFile()) return "";
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_FILE_BYTES), 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return "";
  } finally {
    await file.close();
  }
}
