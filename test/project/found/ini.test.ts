import { expect, test } from "vitest";
import { iniOf } from "../../../src/project/found/ini.ts";

const read = (text: string): readonly string[] =>
  iniOf("php.ini", text).map(({ name, value, place }) => `${place.line} ${name}=${value}`);

test("sections, comments, quotes and values as they are written", () => {
  const text = [
    "\uFEFF[PHP]",
    "; memory_limit = 1M",
    "memory_limit=256M ; enough",
    'date.timezone = "Asia/Shanghai"',
    "error_log = '/var/log/php;x.log'",
    "error_reporting = E_ALL & ~E_DEPRECATED",
    "display_errors = On",
    "opcache.enable_cli=1",
    "swoole.use_shortname = 'Off'",
    "extension=xdebug.so",
    "zend_extension=/usr/lib/php/20220829/xdebug.so",
    "  extension = redis  ",
    'include_path = ".:/usr/share/php" ; x',
    'session.name = "a \\"b\\" ; c"',
    "session.save_path = ${SAVE_PATH}",
    "auto_append_file =",
    "arg_separator[]=a",
    "no value",
    "#old = comment",
  ].join("\r\n");
  expect(read(text)).toEqual([
    "3 memory_limit=256M",
    "4 date.timezone=Asia/Shanghai",
    "5 error_log=/var/log/php;x.log",
    "6 error_reporting=E_ALL & ~E_DEPRECATED",
    "7 display_errors=On",
    "8 opcache.enable_cli=1",
    "9 swoole.use_shortname=Off",
    "10 extension=xdebug.so",
    "11 zend_extension=/usr/lib/php/20220829/xdebug.so",
    "12 extension=redis",
    "13 include_path=.:/usr/share/php",
    '14 session.name=a "b" ; c',
    "15 session.save_path=${SAVE_PATH}",
    "16 auto_append_file=",
    "17 arg_separator[]=a",
  ]);
});

test("a value in quotes goes on over lines, and what follows keeps its place", () => {
  expect(read('a="x\n y"\nb=2')).toEqual(["1 a=x y", "3 b=2"]);
});

test("a quote that never closes hides nothing of the rest", () => {
  expect(read('a="x\nb=2')).toEqual(["1 a=", "2 b=2"]);
});

test("settings of a host or a path are not those of the command line", () => {
  expect(read("[HOST=a.example]\nmemory_limit=1\n[PATH=/www]\nb=1\n[Session]\nc=1")).toEqual([
    "6 c=1",
  ]);
});

test.each([
  "newrelic.license = s3cret",
  'blackfire.server_token="s3cret"',
  "mysqli.default_pw = s3cret",
  "tideways.api_key=s3cret",
  "pdo.dsn.shop = x\nshop.dsn='mysql:host=db;password=s3cret'",
  'session.save_path = "tcp://redis:6379?auth=s3cret"',
  'session.save_path = "tcp://redis:6379?auth[]=user&auth[]=s3cret"',
  "session.save_path = redis://:s3cret@redis:6379",
  'sendmail_path = "msmtp --password s3cret"',
  'x = "a\npassword: s3cret"',
])("a secret is not told: %s", (text) => {
  const found = iniOf("php.ini", text);
  expect(found.at(-1)?.value).toContain("***");
  expect(JSON.stringify(found)).not.toContain("s3cret");
});
