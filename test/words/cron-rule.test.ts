import { expect, test } from "vitest";
import { cronRuleText } from "../../src/words/cron-rule.ts";

test.each([
  ["* * * * *", "every minute"],
  ["*/10 * * * * *", "every 10 seconds"],
  ["* * * * * *", "every second"],
  ["*/1 * * * *", "every minute"],
  ["*/5 * * * *", "every 5 minutes"],
  ["17 * * * * *", "every minute at second 17"],
  ["0 * * * *", "every hour at :00"],
  ["17 5 * * * *", "every hour at :05:17"],
  ["0 */2 * * *", "every 2 hours at :00"],
  ["30 2 * * *", "at 02:30"],
  ["15 30 2 * * *", "at 02:30:15"],
  ["0 9 * * 1-5", "at 09:00 on Monday to Friday"],
  ["0 3 * * 0,6", "at 03:00 on Sunday, Saturday"],
  ["0 0 13 * 5", "at 00:00 on day 13 of the month, if that is Friday"],
  ["0 0 1 1,7 *", "at 00:00 on day 1 of the month in January, July"],
])("%s is %s", (rule, words) => expect(cronRuleText(rule)).toBe(words));

test.each([
  "5/10 * * * *",
  "*/0 * * * *",
  "@daily",
  "",
  "0 9-17 * * *",
  "* * *",
  "0 0 */2 * *",
  "0 3 * * 7",
])("%s has no short words", (rule) => expect(cronRuleText(rule)).toBeNull());
