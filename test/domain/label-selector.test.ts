import { expect, test } from "vitest";
import { isLabelSelector } from "../../src/domain/label-selector.ts";

test.each([
  "app=shop",
  "app==shop",
  "app != shop",
  "app",
  "!app",
  "! app",
  "app=",
  // Kubernetes takes it, though it looks cut off: the label is there and empty
  "app==",
  "app=,tier=web",
  "app=shop,tier in (web, api)",
  "tier notin (web)",
  "tier in (,web)",
  "tier in (,)",
  "in in (in)",
  "app.kubernetes.io/name=shop",
  "cores>2",
  "cores < 10",
  `${"a".repeat(63)}=${"b".repeat(63)}`,
])("%s is a selector", (text) => {
  expect(isLabelSelector(text)).toBe(true);
});

test.each([
  "",
  ",",
  "app=shop,",
  ",app=shop",
  "app=shop,,tier=web",
  "=shop",
  "app=a=b",
  "app===shop",
  "app shop",
  "app=sh op",
  "app in",
  "app in (",
  "app in ()",
  "app in (web",
  "app in web",
  "app in (web api)",
  "app in (web) tier",
  "app=(web)",
  "!app=shop",
  "!",
  "app=-shop",
  "app=shop-",
  "app=shop/web",
  "-app=shop",
  "Example.com/app=shop",
  "a/b/c=d",
  "/app=shop",
  "app/=shop",
  "cores>many",
  "cores>",
  `${"a".repeat(64)}=b`,
  `a=${"b".repeat(64)}`,
])("%s is none", (text) => {
  expect(isLabelSelector(text)).toBe(false);
});
