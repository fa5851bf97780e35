import { expect, test } from "vitest";
import { maskSecrets, maskText } from "../../src/domain/secret.ts";
import { show, showMarked } from "../../src/domain/text.ts";

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

// The same vectors as a log shows them, with those of the prototype that are left out above.
const MARKED: Readonly<Record<string, readonly [raw: string, shown: string]>> = {
  plain: ["[2026-11-26 14:04:12] app.INFO: ok", "[2026-11-26 14:04:12] app.INFO: ok"],
  sgr: ["\u001b[31mred\u001b[0m", "red"],
  clear: ["a\u001b[2J\u001b[Hb", "a^[[2J^[[Hb"],
  title: ["\u001b]0;pwn\u0007x", "^[]0;pwn^Gx"],
  osc52: ["\u001b]52;c;cm0gLXJm\u0007x", "^[]52;c;cm0gLXJm^Gx"],
  osc52St: ["\u001b]52;c;AAA\u001b\\x", "^[]52;c;AAA^[\\x"],
  osc8: ["\u001b]8;;http://evil\u0007link\u001b]8;;\u0007", "^[]8;;http://evil^Glink^[]8;;^G"],
  dcs: ["\u001bP$qm\u001b\\x", "^[P$qm^[\\x"],
  dcsQuery: ["\u001bP+q544e\u001b\\x", "^[P+q544e^[\\x"],
  apc: ["\u001b_Gf=24;AAAA\u001b\\x", "^[_Gf=24;AAAA^[\\x"],
  pm: ["\u001b^foo\u001b\\x", "^[^foo^[\\x"],
  sos: ["\u001bXfoo\u001b\\x", "^[Xfoo^[\\x"],
  c1Csi: ["\u009b31mred\u009b2J", "<U+009B>31mred<U+009B>2J"],
  c1Osc: ["\u009d0;pwn\u009cx", "<U+009D>0;pwn<U+009C>x"],
  reset: ["\u001bcx", "^[cx"],
  decaln: ["\u001b#8x", "^[#8x"],
  alternate: ["\u001b[?1049hx", "^[[?1049hx"],
  dsr: ["\u001b[6nx", "^[[6nx"],
  da: ["\u001b[cx", "^[[cx"],
  backspace: ["abc\b\b\bxyz", "abc^H^H^Hxyz"],
  carriageReturn: ["good\rbad", "good^Mbad"],
  bell: ["a\u0007b", "a^Gb"],
  nul: ["a\u0000b", "a^@b"],
  shiftOut: ["a\u000eb", "a^Nb"],
  tab: ["a\tb", "a b"],
  endlessOsc: ["\u001b]0;never", "^[]0;never"],
  endlessCsi: ["x\u001b[31", "x^[[31"],
  bidi: ["abc\u202edcb\u202c", "abc<U+202E>dcb<U+202C>"],
  zeroWidth: ["a\u200bb\u2066c", "a<U+200B>b<U+2066>c"],
  loneEscape: ["\u001b", "^["],
  del: ["a\u007fb", "a^?b"],
  colon: ["\u001b[38:2::1:2:3mx", "x"],
  intermediate: ['\u001b[1;2"px', '^[[1;2"px'],
  csi8: ["x\u001b[>4;2mx", "x^[[>4;2mx"],
  newline: ["a\nb", "a^Jb"],
  lineSeparator: ["a\u2028b", "a<U+2028>b"],
  byteOrderMark: ["\ufeffa", "<U+FEFF>a"],
  noUtf8: ["caf\udce9 \udcff", "caf\\xE9 \\xFF"],
  loneSurrogate: ["a\ud800b", "a<U+D800>b"],
  joined: ["👨\u200d👩 نمی\u200cخواهم co\u00adop", "👨👩 نمیخواهم coop"],
  wide: ["订单 🚀", "订单 🚀"],
};

test.each(Object.entries(MARKED))("in a log: %s", (_name, [raw, shown]) => {
  expect(showMarked(raw)).toBe(shown);
  // what is left moves, hides and reverses nothing
  expect(show(shown)).toBe(shown);
});

test("hostile length is linear: a hundred thousand openers come back", () => {
  for (const opener of ["\u001b]", "\u001b[1;", "\u001bP", "\u009d"]) {
    expect(show(opener.repeat(100_000)).length).toBeLessThan(200_000);
    expect(showMarked(opener.repeat(100_000)).length).toBeGreaterThan(100_000);
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
