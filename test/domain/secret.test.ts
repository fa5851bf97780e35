import { expect, test } from "vitest";
import { isSecretName, maskWritten } from "../../src/domain/secret.ts";

test.each([
  "password",
  "DB_PASSWORD",
  "dbPassword",
  "redis.auth",
  "REDIS_AUTH",
  "passwd",
  "requirepass",
  "client_secret",
  "accessSecret",
  "API_TOKEN",
  "api_key",
  "apiKey",
  "APP_KEY",
  "access_key",
  "accessKeyId",
  "private-key",
  "SENTRY_DSN",
  "credentials",
  "db_pwd",
  "Authorization",
])("%s is the name of a secret", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  "PWD",
  "key",
  "primary_key",
  "foreign_key",
  "cache_key",
  "mutexKey",
  "author",
  "bypass",
  "compass",
  "max_tokens",
  "password_timeout",
  "oauth_callback",
  "monkey",
  "hostname",
  "",
])("%j is none", (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  ["redis://:pw@host/0 and amqp://guest@h", "redis://:***@host/0 and amqp://***@h"],
  ["Bearer abcdefgh.ijk", "Bearer ***"],
  ["basic report, basic cleanup", "basic report, basic cleanup"],
  ["run --token abc --x=1", "run --token *** --x=1"],
  ["mysql:host=h;password=pw;charset=utf8", "mysql:host=h;password=***;charset=utf8"],
  [
    "https://oapi.dingtalk.com/robot/send?access_token=0123ab&x=1",
    "https://oapi.dingtalk.com/robot/send?access_token=***&x=1",
  ],
  ["ghp_0123456789abcdefghij AKIAABCDEFGHIJKLMNOP", "*** ***"],
  ["*/5 * * * * *", "*/5 * * * * *"],
])("in a value %j is masked as %j", (text, shown) => {
  expect(maskWritten(text)).toBe(shown);
});
