import { expect, test } from "vitest";
import { looksLikeProduction } from "../../src/domain/looks-like-production.ts";

test.each([
  "prod",
  "PROD",
  "production",
  "prod-eu",
  "shop-prd",
  "gke_shop-123_europe-west1_prod2",
  "arn:aws:eks:eu-west-1:123456789012:cluster/shop-production",
  "live.example.com",
  "shopProd",
  "preprod/prod",
])("%s looks like production", (context) => {
  expect(looksLikeProduction(context)).toBe(true);
});

test.each([
  "",
  "staging",
  "products",
  "reproduce",
  "deliver",
  "olive",
  "non-prod",
  "nonprod",
  "preprod",
  "pre-production",
  "delivery-test",
])("%s does not", (context) => {
  expect(looksLikeProduction(context)).toBe(false);
});
