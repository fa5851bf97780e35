import { isHyperfProject } from "../evidence.ts";
import { foundAt, foundIn, noneFound, placeOfFound } from "../code-findings.ts";
import { failed, isHyperf, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

/** Names of values that differ from request to request. */
const PER_REQUEST = /request|trace|session|token|uu?id\b|uniqid|random|\brand\(|time\(|md5/iu;
/** `$orderId`, `$row['member_id']`, `$id`; not `$grid`. */
const IS_ID = /[a-z]I[dD]\b|(?:_|\b)id\b/u;

export const logNamePerRequest: Rule = {
  id: "log.name-per-request",
  code: "LG-05",
  severity: "error",
  claim: "Loggers are named after requests: the factory keeps each of them for ever",
  advice: "Use a constant name, and put the id into the context of the record.",
  snippet: "$factory->get('app')->info('…', ['request_id' => $requestId]);",
  source: "hyperf:src/logger/src/LoggerFactory.php ($loggers); hyperf:docs/zh-cn/logger.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const found = foundIn(declarations.value, "logger-name");
    if (found.length === 0)
      return [noneFound(declarations.value, "all names of loggers that were seen are constants")];
    return found.map((each) => {
      const where = { subject: each.subject, declared: placeOfFound(each) };
      // The documentation's own `Log::get(string $name = 'app')` names no request: its callers decide.
      return each.findings.some(({ text }) => isPerRequest(argumentOf(text)))
        ? failed(foundAt(each), where)
        : undecided(`which names its callers give: ${foundAt(each)}`, where);
    });
  },
};

/** What stands in the parentheses of the last `get(`. */
const argumentOf = (text: string): string => text.slice(text.lastIndexOf("get(") + "get(".length);

const isPerRequest = (argument: string): boolean =>
  PER_REQUEST.test(argument) || IS_ID.test(argument);
