/** Between words; a word is all that is none of these, `in` and `notin` are words, too. */
const TOKEN = /==|!=|[=!<>(),]|[^\s=!<>(),]+/gu;
const EQUALITIES: readonly (string | undefined)[] = ["=", "==", "!="];
const COMPARISONS: readonly (string | undefined)[] = ["<", ">"];
const SETS: readonly (string | undefined)[] = ["in", "notin"];

const MOST_NAME = 63;
const MOST_PREFIX = 253;
const NAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/u;
const PREFIX = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;

/**
 * Whether a cluster takes this as a label selector: `app=shop`, `tier in (web,api)`, `!debug`, several with commas between. `app==` is one: the label is there and empty.
 * @source kubernetes:staging/src/k8s.io/apimachinery/pkg/labels/selector.go (Parse), pkg/util/validation (IsQualifiedName, IsValidLabelValue)
 */
export function isLabelSelector(text: string): boolean {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  let at = 0;
  do {
    const length = requirementAt(tokens.slice(at));
    if (length === null) return false;
    at += length + 1;
  } while (tokens[at - 1] === ",");
  return at > tokens.length;
}

/** How many tokens the first requirement takes; null: it is none. */
function requirementAt([first, ...rest]: readonly string[]): number | null {
  if (first === "!") return isKey(rest[0]) ? 2 : null;
  if (!isKey(first)) return null;
  const length = restrictionAt(rest);
  return length === null ? null : 1 + length;
}

/** What is behind a key: nothing, where it is enough that there is such a label. */
function restrictionAt([operator, value = ",", ...rest]: readonly string[]): number | null {
  if (EQUALITIES.includes(operator) && value === ",") return 1;
  if (EQUALITIES.includes(operator)) return isValue(value) ? 2 : null;
  if (COMPARISONS.includes(operator)) return /^\d+$/u.test(value) ? 2 : null;
  if (!SETS.includes(operator)) return 0;
  const length = setAt([value, ...rest]);
  return length === null ? null : 1 + length;
}

/** `(web,api)`: one value at least, which may be empty. */
function setAt(tokens: readonly string[]): number | null {
  const end = tokens.indexOf(")");
  if (tokens[0] !== "(" || end < 2) return null;
  const inside = tokens.slice(1, end);
  const isSet = inside.every(
    (token, index) => token === "," || (isValue(token) && (inside[index - 1] ?? ",") === ","),
  );
  return isSet ? end + 1 : null;
}

function isKey(key = ""): boolean {
  const [name = "", prefix, more] = key.split("/").toReversed();
  const isPrefixed = prefix === undefined || (prefix.length <= MOST_PREFIX && PREFIX.test(prefix));
  return more === undefined && isPrefixed && isName(name);
}

const isName = (name: string): boolean => name.length <= MOST_NAME && NAME.test(name);

const isValue = isName;
