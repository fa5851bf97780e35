import { expect, test } from "vitest";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { hostIn, hostOf, targetOf } from "../../../src/targets/ssh/host.ts";

test.each([
  ["web-3", ["web-3"], "ssh://web-3"],
  ["root@10.0.0.5", ["root@10.0.0.5"], "ssh://root@10.0.0.5"],
  ["ssh://web-3", ["web-3"], "ssh://web-3"],
  ["ssh://deploy@web-3:2222", ["deploy@web-3", "2222"], "ssh://deploy@web-3:2222"],
  ["ssh://web-3:2222/", ["web-3", "2222"], "ssh://web-3:2222"],
  ["ssh://[::1]:22", ["::1", "22"], "ssh://[::1]:22"],
  ["me@::1", ["me@::1"], "ssh://me@[::1]"],
  ["me@corp@jump", ["me@corp@jump"], "ssh://me@corp@jump"],
  ["CORP\\me@web-3", ["CORP\\me@web-3"], "ssh://CORP\\me@web-3"],
  // a password is no part of what is kept or shown
  ["ssh://me:hunter2@web-3", ["me@web-3"], "ssh://me@web-3"],
  ["ssh://m%65@web-3", ["me@web-3"], "ssh://me@web-3"],
])("%s", (word, address, uri) => {
  const host = hostOf(word);
  const target = host === null ? null : targetOf(host);
  expect(target).toEqual({ scheme: "ssh", uri, address });
  // what it prints it takes
  expect(hostOf(uri)).toEqual(host);
  expect(target === null ? null : hostIn(target)).toEqual(host);
});

test.each([
  "",
  "ssh://",
  "me@",
  "@web-3",
  "-oProxyCommand=touch x",
  "ssh://-oProxyCommand=x",
  "ssh://%2doProxyCommand=x@",
  "-l@web-3",
  "ssh://%2dl@web-3",
  "web 3",
  "web\n3",
  "web;3",
  "$(x)",
  "`x`",
  "a'b@web-3",
  "ssh://me%20you@web-3",
  "ssh://web-3:",
  "ssh://web-3:0",
  "ssh://web-3:70000",
  "ssh://web-3:-1",
  "x".repeat(600),
])("ssh never gets %j", (word) => {
  expect(hostOf(word)).toBeNull();
});

test("nor what somebody else put into a target", () => {
  const target = { scheme: "ssh", uri: "ssh://x", address: ["web-3", "-oProxyCommand=x"] };
  expect(() => hostIn(target)).toThrow(TransportError);
});
