import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { openSession } from "../../../src/collector/session.ts";
import type { Gathered } from "../../../src/domain/ports/source.ts";
import {
  TransportError,
  type Stream,
  type Transport,
} from "../../../src/domain/ports/transport.ts";
import { sshTransport } from "../../../src/targets/ssh/transport.ts";
import { faultText } from "../../../src/words/faults.ts";
import { SCRIPT } from "../../collector/shells.ts";
import { lacks } from "../../fixtures/needs.ts";
import { startSshd, type Sshd } from "../../fixtures/sshd.ts";
import { until } from "../../fixtures/until.ts";
import { keepsTheContract } from "../contract.ts";

const targetOf = (name: string) => ({ scheme: "ssh", uri: `ssh://${name}`, address: [name] });
const withSshd = describe.skipIf(lacks("sshd"));

withSshd("a host over a real sshd", () => {
  let sshd: Sshd;
  let made: Transport;
  const transport: Transport = {
    scheme: "ssh",
    open: (...asked) => made.open(...asked),
    explain: null,
  };
  const lives: AbortController[] = [];
  beforeAll(async () => {
    sshd = await startSshd();
  });
  beforeAll(() => {
    made = sshTransport({ config: sshd.config, sockets: sshd.sockets });
  });
  afterEach(() => {
    for (const life of lives.splice(0)) life.abort();
  });
  afterAll(() => sshd.stop());

  const open = async (name = "works", argv: readonly string[] = ["sh"]) => {
    const life = new AbortController();
    lives.push(life);
    return { life, stream: await made.open(targetOf(name), argv, life.signal) };
  };
  const faultOf = async (name: string) => {
    const failure = await open(name).catch((cause: unknown) => cause);
    if (!(failure instanceof TransportError)) throw new Error(`no fault: ${String(failure)}`);
    return failure.fault;
  };
  const sessionOf = (name: string) => {
    const life = new AbortController();
    lives.push(life);
    const source = openSession(
      {
        target: targetOf(name),
        transport: made,
        script: SCRIPT,
        intervalMs: 250,
        budgetMs: 50,
        clock: systemClock,
        force: true,
        ownPids: [],
      },
      life.signal,
    );
    const all = source.gathered[Symbol.asyncIterator]();
    return {
      /** Goes on until a state comes, and yields the change. */
      async next(state: string) {
        for (;;) {
          const { done, value } = await all.next();
          if (done === true) throw new Error(`${state} never came`);
          const gathered: Gathered = value;
          if (gathered.type === "session" && gathered.session.state === state)
            return gathered.session;
        }
      },
    };
  };
  const nothingLeft = (timeoutMs?: number) =>
    until(
      () =>
        sshd.clientPids().length + sshd.sessionPids().length + readdirSync(sshd.sockets).length ===
        0,
      () => `the end of ${sshd.clientPids().join()} here and ${sshd.sessionPids().join()} there`,
      timeoutMs,
    );

  keepsTheContract({ transport, address: ["works"], runsHere: false, isHeldOpen: true });

  describe("one login", () => {
    // what hears nothing in the target stays there: the contract has such programs
    beforeAll(async () => {
      await sshd.halt();
      await sshd.start();
    });
    // a stream that still ends would share its login with the next
    beforeEach(() => nothingLeft());

    test("a second stream costs no second login, and does not end with the first", async () => {
      const before = sshd.logins();
      const first = await open();
      const second = await open();
      expect(sshd.logins()).toBe(before + 1);
      expect(first.stream.clientPid).toBe(second.stream.clientPid);
      first.life.abort();
      await rest(first.stream);
      await say(second.stream, "echo here; exit 0\n");
      expect(await rest(second.stream)).toBe("here\n");
    });

    test("two streams that are opened at once log in once", async () => {
      const before = sshd.logins();
      await Promise.all([open(), open(), open()]);
      expect(sshd.logins()).toBe(before + 1);
    });

    test("the socket is only ours, and with the last stream nothing is left", async () => {
      const { life, stream } = await open();
      await say(stream, "echo up\n");
      const [folder = ""] = readdirSync(sshd.sockets);
      expect(readdirSync(join(sshd.sockets, folder))).toEqual(["s"]);
      life.abort();
      await rest(stream);
      await nothingLeft();
    });

    test("an abort while it logs in leaves nothing", async () => {
      const life = new AbortController();
      const opened = made.open(targetOf("works"), ["sh"], life.signal);
      await until(() => sshd.clientPids().length > 0, "ssh");
      life.abort();
      expect(await rest(await opened)).toBe("");
      await nothingLeft();
    });

    test("a killed swtop leaves nothing, here and there", async () => {
      const source = fileURLToPath(new URL("../../../src/targets/ssh/", import.meta.url));
      const script = `
        import { sshTransport } from ${JSON.stringify(`file://${source}transport.ts`)};
        const ssh = sshTransport(${JSON.stringify({ config: sshd.config, sockets: sshd.sockets })});
        const target = ${JSON.stringify(targetOf("works"))};
        const stream = await ssh.open(target, ["sh"], new AbortController().signal);
        await stream.write(Buffer.from("echo up; cat >/dev/null; exit 0\\n"));
        for await (const chunk of stream.stdout) console.log(chunk.toString());
      `;
      const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(parent, "exit");
      await once(parent.stdout, "data");
      expect(sshd.clientPids().length).toBeGreaterThan(1);
      expect(sshd.sessionPids().length).toBeGreaterThan(0);
      parent.kill("SIGKILL");
      await ended;
      await nothingLeft(12_000);
    });

    test("a connection that the user has open carries us, and stays his", async () => {
      const socket = join(sshd.folder, "users");
      const theirs = ["-o", "RemoteCommand=none", "-o", "ClearAllForwardings=yes"];
      const args = ["-F", sshd.config, ...theirs, "-MN", "-S", socket, "works"];
      const master = spawn("ssh", args, { stdio: "ignore" });
      try {
        await until(() => existsSync(socket), "the user's connection");
        const { life, stream } = await open("by-users-master");
        await say(stream, "echo carried\n");
        expect(await firstOf(stream)).toBe("carried\n");
        life.abort();
        await until(() => stream.ending() !== null, "the end of the stream");
        expect(master.exitCode).toBeNull();
        expect(existsSync(socket)).toBe(true);
      } finally {
        const gone = once(master, "exit");
        master.kill();
        await gone;
      }
      expect(await faultOf("by-users-master")).toMatchObject({ kind: "login-refused" });
    });
  });

  describe("what keeps us out", () => {
    test("a key that was never seen is a fault, and known_hosts stays as it is", async () => {
      const before = sshd.knownHosts();
      expect(await faultOf("unknown-key")).toEqual({
        kind: "host-key",
        detail: "Host key verification failed",
      });
      expect(existsSync(join(sshd.folder, "no_hosts"))).toBe(false);
      await open();
      expect(sshd.knownHosts()).toBe(before);
    });

    test("another key than before is a fault that says so", async () => {
      const fault = await faultOf("changed-key");
      expect(fault.kind).toBe("host-key");
      expect(faultText(fault)).toMatch(/Host key for \[127\.0\.0\.1\]:\d+ has changed/u);
    });

    test("a host that asks for a password is a sentence, and nobody is asked", async () => {
      const session = await sessionOf("wants-password").next("over");
      expect(session.fault?.kind).toBe("login-refused");
      expect(session.fault === null ? "" : faultText(session.fault)).toMatch(
        /without a question: \S+@127\.0\.0\.1: Permission denied \(publickey,password[^.]*\)\. swtop never asks for passwords/u,
      );
      await nothingLeft();
    });

    test.each(["refused", "nowhere"])("a host that cannot be reached: %s", async (name) => {
      const session = await sessionOf(name).next("over");
      expect(session.fault?.kind).toBe("host-unreachable");
      expect(session.fault?.detail).toMatch(
        /^ssh: (?:connect to host .* refused|Could not resolve hostname no-such-host)/u,
      );
    });

    test("a host without a shell", async () => {
      const session = await sessionOf("no-shell").next("over");
      expect(session.fault).toMatchObject({
        kind: "no-shell",
        detail: expect.stringMatching(/\/nowhere\/sh/u),
      });
    });

    test("a machine without ssh", async () => {
      vi.stubEnv("PATH", "/nowhere");
      try {
        expect(await faultOf("works")).toEqual({ kind: "command-not-found", detail: "ssh" });
      } finally {
        vi.unstubAllEnvs();
      }
    });

    test.each(["-oProxyCommand=touch PROOF", "-MPROOF", "x;touch PROOF", "$(touch PROOF)", "-l@x"])(
      "a name that would be an option or a command executes nothing: %s",
      async (name) => {
        const proof = join(sshd.folder, "proof");
        const fault = await faultOf(name.replace("PROOF", proof));
        expect(fault.kind).toBe("no-such-host");
        expect(existsSync(proof)).toBe(false);
      },
    );
  });

  describe("a link that breaks", () => {
    test("is tried again, says why, and is live again", async () => {
      const session = sessionOf("works");
      await session.next("live");
      sshd.cut();
      expect((await session.next("retrying")).fault).toMatchObject({
        kind: "host-unreachable",
        detail: expect.stringMatching(/closed by remote host|Connection reset|Broken pipe/u),
      });
      expect((await session.next("live")).fault).toBeNull();
    });

    test("a host that is away for a while comes back", async () => {
      const session = sessionOf("works");
      await session.next("live");
      await sshd.halt();
      await session.next("retrying");
      expect((await session.next("retrying")).fault?.detail).toMatch(/Connection refused/u);
      await sshd.start();
      await session.next("live");
    });
  });
});

async function rest({ stdout }: Stream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function firstOf({ stdout }: Stream): Promise<string> {
  const { value } = await stdout[Symbol.asyncIterator]().next();
  return Buffer.from(value as Uint8Array).toString();
}

const say = (stream: Stream, text: string): Promise<void> => stream.write(Buffer.from(text));
