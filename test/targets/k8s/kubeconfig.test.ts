import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { accessOf } from "../../../src/targets/k8s/kubeconfig.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  vi.stubEnv("HOME", folder);
  for (const name of ["KUBECONFIG", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
    vi.stubEnv(name, undefined);
  for (const name of ["NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

type Said = {
  readonly server?: string;
  readonly cluster?: object;
  readonly user?: object;
  readonly namespace?: string;
  readonly current?: string;
};

function write(name: string, context: string, said: Said = {}): string {
  const path = join(folder, name);
  const { server = "https://api.example.com:6443", namespace } = said;
  writeFileSync(
    path,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": said.current ?? context,
      clusters: [{ name: `${context}-cluster`, cluster: { server, ...said.cluster } }],
      users: [{ name: `${context}-user`, user: said.user ?? { token: `token-of-${context}` } }],
      contexts: [
        {
          name: context,
          context: {
            cluster: `${context}-cluster`,
            user: `${context}-user`,
            ...(namespace === undefined ? {} : { namespace }),
          },
        },
      ],
    }),
  );
  return path;
}

const CURRENT = { context: "", kubeconfig: "" };
const headersOf = async (place = CURRENT) => (await (await accessOf(place)).credentials()).headers;
const faultOf = async (place = CURRENT) => {
  const failure: unknown = await accessOf(place)
    .then((access) => access.credentials())
    .catch((error: unknown) => error);
  return failure instanceof Error && "fault" in failure ? failure.fault : failure;
};

describe("where a cluster is", () => {
  test("the file that is named, whatever the environment says", async () => {
    vi.stubEnv("KUBECONFIG", write("env", "env"));
    const kubeconfig = write("named", "named", { namespace: "shop" });
    expect(await accessOf({ context: "", kubeconfig })).toMatchObject({
      context: "named",
      namespace: "shop",
      contexts: ["named"],
    });
  });

  test("KUBECONFIG may name several: the first word on each name counts, what is missing is left out", async () => {
    const first = write("first", "a", { server: "https://first.example.com" });
    const again = write("again", "a", { server: "https://again.example.com" });
    const second = write("second", "b", { namespace: "of-b" });
    vi.stubEnv("KUBECONFIG", [join(folder, "missing"), first, again, second].join(delimiter));
    const access = await accessOf(CURRENT);
    expect([access.context, access.server.host, access.contexts]).toEqual([
      "a",
      "first.example.com",
      ["a", "b"],
    ]);
    expect((await accessOf({ context: "b", kubeconfig: "" })).namespace).toBe("of-b");
  });

  test("else ~/.kube/config; without a namespace it is default", async () => {
    mkdirSync(join(folder, ".kube"));
    write(join(".kube", "config"), "home");
    expect(await accessOf(CURRENT)).toMatchObject({ context: "home", namespace: "default" });
  });

  test("in a pod: as what it is given, in its own namespace", async () => {
    const given = join(folder, "var/run/secrets/kubernetes.io/serviceaccount");
    mkdirSync(given, { recursive: true });
    for (const [name, text] of [
      ["token", "of-the-pod"],
      ["namespace", "shop"],
      ["ca.crt", "none"],
    ] as const)
      writeFileSync(join(given, name), text);
    vi.stubEnv("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    vi.stubEnv("KUBERNETES_SERVICE_PORT", "443");
    const access = await accessOf(CURRENT, folder);
    expect([access.server.href, access.namespace]).toEqual(["https://10.96.0.1/", "shop"]);
    expect((await access.credentials()).headers).toEqual({ Authorization: "Bearer of-the-pod" });
    vi.stubEnv("KUBECONFIG", write("config", "named"));
    expect((await accessOf(CURRENT, folder)).context).toBe("named");
  });

  test("no file at all is a fault with the place that was looked at", async () => {
    expect(await faultOf()).toEqual({
      kind: "no-kubeconfig",
      detail: `${join(folder, ".kube", "config")} does not exist`,
    });
  });

  test("what is no file that can be read is said in words", async () => {
    const file = write("config", "a");
    const of = async (path: string) => {
      const fault = await faultOf({ context: "", kubeconfig: path });
      return fault instanceof Object && "detail" in fault ? fault.detail : fault;
    };
    expect(await of(join(folder, "nope"))).toBe(`${join(folder, "nope")} does not exist`);
    expect(await of(join(file, "below"))).toBe(`${join(file, "below")} does not exist`);
    expect(await of(folder)).toBe(`${folder} is a directory`);
    vi.stubEnv("KUBECONFIG", [join(folder, "a"), join(folder, "b")].join(delimiter));
    expect(await faultOf()).toMatchObject({
      detail: `${join(folder, "a")} does not exist, ${join(folder, "b")} does not exist`,
    });
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const kubeconfig = write("config", "a");
    chmodSync(kubeconfig, 0o000);
    expect(await faultOf({ context: "", kubeconfig })).toMatchObject({
      detail: `${kubeconfig} may not be read`,
    });
  });

  test("rubbish in it, or no current context, is a fault", async () => {
    const path = join(folder, "rubbish");
    writeFileSync(path, "clusters: [{");
    expect(await faultOf({ context: "", kubeconfig: path })).toMatchObject({
      kind: "no-kubeconfig",
      detail: expect.stringContaining(path),
    });
    writeFileSync(path, "apiVersion: v1\nkind: Config\n");
    expect(await faultOf({ context: "", kubeconfig: path })).toMatchObject({
      kind: "no-kubeconfig",
    });
  });

  test("a context that is not there is a fault that names those that are", async () => {
    vi.stubEnv("KUBECONFIG", write("config", "prod"));
    expect(await faultOf({ context: "prd", kubeconfig: "" })).toEqual({
      kind: "no-such-context",
      detail: "prd",
      others: ["prod"],
    });
  });
});

describe("how one logs in", () => {
  test("by a token", async () => {
    vi.stubEnv("KUBECONFIG", write("config", "a"));
    expect(await headersOf()).toEqual({ Authorization: "Bearer token-of-a" });
  });

  test("by a program: without a terminal or a stdin, told that nobody answers it, and once while its credential lasts", async () => {
    const calls = join(folder, "calls");
    const script = `
      echo called >> ${calls}
      read -r line || echo no-stdin >> ${calls}
      ( : > /dev/tty ) 2>/dev/null || echo no-terminal >> ${calls}
      echo "$KUBERNETES_EXEC_INFO" >> ${calls}
      printf '%s' '{"kind":"ExecCredential","status":{"token":"made","expirationTimestamp":"2999-01-01T00:00:00Z"}}'`;
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "sh",
      args: ["-c", script],
    };
    vi.stubEnv("KUBECONFIG", write("config", "a", { user: { exec } }));
    const access = await accessOf(CURRENT);
    expect((await access.credentials()).headers).toEqual({ Authorization: "Bearer made" });
    await access.credentials();
    const [called, stdin, terminal, info, ...more] = readFileSync(calls, "utf8").trim().split("\n");
    expect([called, stdin, terminal, more]).toEqual(["called", "no-stdin", "no-terminal", []]);
    expect(JSON.parse(info ?? "")).toEqual({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { interactive: false },
    });
  });

  test("a program that fails or is not there is a fault, in its last words", async () => {
    const failing = {
      command: "sh",
      args: ["-c", "echo long ago >&2; echo 'Please run: login' >&2; exit 1"],
    };
    vi.stubEnv("KUBECONFIG", write("config", "a", { user: { exec: failing } }));
    expect(await faultOf()).toEqual({ kind: "unauthorized", detail: "Please run: login" });
    vi.stubEnv("KUBECONFIG", write("other", "b", { user: { exec: { command: "no-such-login" } } }));
    expect(await faultOf()).toEqual({
      kind: "unauthorized",
      detail: expect.stringContaining("no-such-login"),
    });
  });

  test("http:// is taken without a word on certificates, as kubectl does", async () => {
    vi.stubEnv("KUBECONFIG", write("config", "a", { server: "http://127.0.0.1:8001" }));
    const { headers } = await (await accessOf(CURRENT)).credentials();
    expect(headers).toEqual({ Authorization: "Bearer token-of-a" });
  });
});

const proxyOf = async () => {
  const { agent } = await (await accessOf(CURRENT)).credentials();
  const proxy: unknown = typeof agent === "object" ? Reflect.get(agent, "proxy") : undefined;
  return proxy instanceof URL ? proxy.host : null;
};

describe("the proxy", () => {
  test("of the kubeconfig, before that of the environment", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://of-the-environment:3128");
    const cluster = { "proxy-url": "http://of-the-file:3128" };
    vi.stubEnv("KUBECONFIG", write("config", "a", { cluster }));
    expect(await proxyOf()).toBe("of-the-file:3128");
  });

  test("HTTPS_PROXY, but not for what NO_PROXY names", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://of-the-environment:3128");
    vi.stubEnv("KUBECONFIG", write("config", "a"));
    expect(await proxyOf()).toBe("of-the-environment:3128");
    vi.stubEnv("NO_PROXY", "localhost,.example.com");
    expect(await proxyOf()).toBeNull();
  });
});
