import { expect, test } from "vitest";
import { maskSecrets, maskText } from "../../src/domain/secret.ts";
import { show } from "../../src/domain/text.ts";

// Vectors: prototypes/screen/sanitise.mjs of the project's preparation, where strip-ansi and util.stripVTControlCharacters leak some of them.
const VECTORS: Readonly<Record<string, readonly [raw: string, shown: string]>> = {
  plain: ["skeleton.Worker.0", "skeleton.Worker.0"],
  sgr: ["\u001b[31mred\u001b[0m", "red"],
  clear: ["a\u001b[2J\u001b[Hb", "ab"],
  title: ["\u001b]0;pwn\u0007x", "x"],
  osc52: ["\u001b]52;c;cm0gLXJm\u0007x", "x"],
  oscSt: ["\u001b]52;c;AAA\u001b\\x", "x"],
  link: ["\u001b]8;;http://evil\u0007link\u001b]8;;\u0007", "link"],
  dcs: ["\u001bP$qm\u001b\\x", "x"],
  apc: ["\u001b_Gf=24;AAAA\u001b\\x", "x"],
  pm: ["\u001b^foo\u001b\\x", "x"],
  sos: ["\u001bXfoo\u001b\\x", "x"],
  c1Csi: ["\u009b31mred\u009b2J", "red"],
  c1Osc: ["\u009d0;pwn\u009cx", "x"],
  reset: ["\u001bcx", "x"],
  alternate: ["\u001b[?1049hx", "x"],
  backspace: ["abc\b\b\bxyz", "abcxyz"],
  carriageReturn: ["good\rbad", "goodbad"],
  newline: ["a\nb", "ab"],
  bell: ["a\u0007b", "ab"],
  nul: ["a\u0000b", "ab"],
  tab: ["a\tb", "a b"],
  endlessOsc: ["\u001b]0;never", ""],
  endlessCsi: ["x\u001b[31", "x"],
  bidi: ["abc\u202edcb\u202c", "abcdcb"],
  zeroWidth: ["a\u200bb\u2066c", "abc"],
  recordSeparator: ["a\u001eb", "ab"],
  loneEscape: ["\u001b", ""],
  del: ["a\u007fb", "ab"],
  colon: ["\u001b[38:2::1:2:3mx", "x"],
  loneSurrogate: ["a\ud800b", "ab"],
  emoji: ["a😀b", "a😀b"],
  wide: ["订单.Worker.0", "订单.Worker.0"],
};

test.each(Object.entries(VECTORS))("%s", (_name, [raw, shown]) => {
  expect(show(raw)).toBe(shown);
});

test("hostile length is linear: a hundred thousand openers come back", () => {
  for (const opener of ["\u001b]", "\u001b[1;", "\u001bP", "\u009d"]) {
    expect(show(opener.repeat(100_000)).length).toBeLessThan(200_000);
  }
});

test.each([
  [["mysql", "--password", "x"], "mysql --password ***"],
  [["--password=x"], "--password=***"],
  [["API_KEY=x", "NAME=y"], "API_KEY=*** NAME=y"],
  [["redis://:pw@host", "https://u:pw@h/p"], "redis://:***@host https://u:***@h/p"],
  [["curl", "-H", "Authorization: Bearer abc.def"], "curl -H Authorization: Bearer ***"],
  [["docker", "exec", "-i", "x", "sh"], "docker exec -i x sh"],
  [["sshpass", "-phunter2", "ssh", "-p22", "host", "sh"], "sshpass -p*** ssh -p22 host sh"],
  [["/usr/bin/mysql", "-phunter2"], "/usr/bin/mysql -p***"],
  [["redis-cli", "-a", "hunter2"], "redis-cli -a ***"],
  [
    ["sh", "-c", "run --password hunter2 --token=abc DB_SECRET=x; sh"],
    "sh -c run --password *** --token=*** DB_SECRET=*** sh",
  ],
])("secrets in %j are masked", (words, shown) => {
  expect(maskSecrets(words).join(" ")).toBe(shown);
});

test.each([
  ["access denied for --password=hunter2", "access denied for --password=***"],
  ["cannot open redis://:pw@host/0", "cannot open redis://:***@host/0"],
  ["token abc is not valid", "token abc is not valid"],
  ["No such container: api-1", "No such container: api-1"],
])("a secret in the words of a client is masked: %j", (text, shown) => {
  expect(maskText(text)).toBe(shown);
});
