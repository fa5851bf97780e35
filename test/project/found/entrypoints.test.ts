import { expect, test } from "vitest";
import { entrypointsOf } from "../../../src/project/found/entrypoints.ts";

const formsIn = (path: string, text: string): readonly string[] =>
  entrypointsOf(path, text).map(({ line, form, text: written }) => `${line} ${form} ${written}`);

test.each([
  ['ENTRYPOINT ["php", "bin/hyperf.php", "start"]', "exec"],
  ["ENTRYPOINT php bin/hyperf.php start", "shell"],
  ["ENTRYPOINT exec php bin/hyperf.php start", "exec"],
  ["CMD cd /opt/www && exec php bin/hyperf.php start", "exec"],
  ["CMD exec php a.php && php b.php", "shell"],
  ["CMD exec php a.php &", "shell"],
  ['CMD ["sh", "-c", "php bin/hyperf.php start"]', "shell"],
  ['CMD ["sh", "-c", "exec php bin/hyperf.php start"]', "exec"],
  ['CMD ["/bin/bash", "-lc", "exec sh -c \'php a.php\'"]', "shell"],
  ['CMD ["tini", "--", "bash", "-o", "pipefail", "-c", "php a.php"]', "shell"],
  ['CMD ["tini", "--", "php", "a.php"]', "exec"],
  ['CMD ["sh", "/start.sh"]', "exec"],
  ["CMD ['php', 'a.php']", "shell"],
  ['CMD ["php", ', "shell"],
  ['cmd ["php", "a.php"]', "exec"],
])("the form of %s", (line, form) => {
  expect(entrypointsOf("Dockerfile", `FROM php:8.2-cli\n${line}\n`)).toEqual([
    { file: "Dockerfile", line: 2, form, text: expect.stringMatching(/^(?:ENTRYPOINT|CMD) /) },
  ]);
});

// Shortened from hyperf-skeleton's Dockerfile.
test("continued lines, comments in them, CRLF and here-documents", () => {
  const text = [
    "\uFEFF# Default Dockerfile",
    "FROM hyperf/hyperf:8.4-alpine-v3.21-swoole",
    "RUN set -ex \\",
    "    # show php version",
    "    && php -v \\",
    "",
    '    && echo "CMD php x.php"',
    "HEALTHCHECK --interval=5s \\",
    "  CMD php -v",
    "RUN <<EOF",
    "CMD not this",
    "EOF",
    "ENTRYPOINT [\\",
    '  "php", \\',
    "# the program",
    '  "/opt/www/bin/hyperf.php", "start" ]',
  ].join("\r\n");
  expect(formsIn("docker/Dockerfile.prod", text)).toEqual([
    '13 exec ENTRYPOINT ["php", "/opt/www/bin/hyperf.php", "start"]',
  ]);
});

test("the last stage counts, with what it has from the stages before it", () => {
  const text = [
    "FROM composer AS build",
    "CMD composer install",
    "FROM php:8.2-cli AS Base",
    "CMD php base.php",
    "FROM base",
    "COPY --from=build /a /b",
  ];
  expect(formsIn("Dockerfile", text.join("\n"))).toEqual(["4 shell CMD php base.php"]);
  const own = [...text, 'ENTRYPOINT ["php"]'].join("\n");
  expect(formsIn("Dockerfile", own)).toEqual(['7 exec ENTRYPOINT ["php"]']);
  expect(formsIn("Dockerfile", [...text.slice(0, 3), "FROM alpine"].join("\n"))).toEqual([]);
});

const both = (entrypoint: string, cmd: string): readonly string[] =>
  entrypointsOf("Dockerfile", `FROM a\nENTRYPOINT ${entrypoint}\nCMD ${cmd}`).map(
    ({ form, line }) => `${line} ${form}`,
  );

test("ENTRYPOINT and CMD together", () => {
  expect(both("php a.php", '["b"]')).toEqual(["2 shell"]);
  expect(both('["docker-entrypoint.sh"]', "php a.php")).toEqual(["2 exec", "3 shell"]);
  expect(both('["sh", "-c"]', '["php a.php"]')).toEqual(["2 exec", "3 shell"]);
  expect(both("[]", '["php", "a.php"]')).toEqual(["3 exec"]);
});

test.each([
  ['#!/bin/sh\nset -e\nphp bin/hyperf.php migrate\nexec "$@"\n', ['4 exec exec "$@"']],
  ["#!/bin/sh\nphp bin/hyperf.php start\n", ["2 shell php bin/hyperf.php start"]],
  ["cd /opt/www && php \\\n  bin/hyperf.php start", ["1 shell php bin/hyperf.php start"]],
  [
    "cd /opt/www && exec /usr/local/bin/php bin/hyperf.php start",
    ["1 exec exec /usr/local/bin/php bin/hyperf.php start"],
  ],
  ['if [ "$1" = web ]; then\n  exec php a.php\nelse\n  php b.php\nfi\n', ["4 shell php b.php"]],
  ['[ -f .env ] || exit 1\n"$@"', ['2 shell "$@"']],
  ["APP_ENV=prod php a.php", ["1 shell APP_ENV=prod php a.php"]],
  ["php bin/hyperf.php start # no exec", ["1 shell php bin/hyperf.php start # no exec"]],
  ["php bin/hyperf.php start &", []],
  ["php a.php &\nwait", []],
  ['main() { exec php a.php; }\nmain "$@"', []],
  ["cat <<EOF\nphp a.php\nEOF", []],
  ["echo done", []],
  ["", []],
])("the last command of a script: %j", (text, expected) => {
  expect(formsIn("docker/entrypoint.sh", text)).toEqual(expected);
});

test("a script that nobody starts a container with is none", () => {
  expect(formsIn("docker/install.sh", "php install.php\n")).toEqual([]);
});

test("a compose file runs words, without a shell of its own", () => {
  const text = [
    "services:",
    "  web:",
    "    command: php bin/hyperf.php start",
    "  job:",
    '    entrypoint: ["sh", "-c"]',
    "    command:",
    "      - php a.php",
    "  own:",
    "    command: sh -c 'cd /opt && exec php a.php'",
    "    environment: {A: b}",
    "  odd: 7",
  ].join("\n");
  expect(formsIn("docker-compose.yml", text)).toEqual([
    "3 exec command: php bin/hyperf.php start",
    "5 exec entrypoint: sh -c",
    "7 shell command: php a.php",
    "9 exec command: sh -c cd /opt && exec php a.php",
  ]);
  expect(formsIn("compose.yaml", "services: [")).toEqual([]);
  expect(formsIn("compose.yaml", "services: [1]")).toEqual([]);
});

test("secrets of a command do not come out", () => {
  const text =
    'FROM a\nCMD ["php", "a.php", "--token", "s3cret-a", "redis://:s3cret-b@r", "--db-password=s3cret-c"]';
  const [found] = entrypointsOf("Dockerfile", text);
  expect(found?.text).toContain("--token");
  expect(found?.text).not.toContain("s3cret");
});

test("of other files nothing is said", () => {
  expect(formsIn("README.md", "CMD php a.php")).toEqual([]);
});
