import { expect, test } from "vitest";
import { inert } from "../../src/report/inert.ts";

test.each([
  ["::error::a", ": :error::a"],
  ["  ::error::a", "  : :error::a"],
  ["a\n::add-mask::b", "a\n: :add-mask::b"],
  ["Foo::bar()", "Foo::bar()"],
  ["a ##[error]b", "a # #[error]b"],
  ["###[group]b", "## #[group]b"],
  ["##vso[task.complete]", "# #vso[task.complete]"],
  ["##teamcity[x]", "# #teamcity[x]"],
  ["## heading [x]", "## heading [x]"],
  ["#[Crontab]", "#[Crontab]"],
])("%j is printed as %j", (text, printed) => {
  expect(inert(text)).toBe(printed);
});
