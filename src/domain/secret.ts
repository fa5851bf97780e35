/** Ends of names whose values are never printed or stored. */
const NAME =
  "(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credential|auth|private[-_]?key|dsn)";
const SECRET_NAME = new RegExp(`${NAME}$`, "i");
const MASK = "***";

/** Options that only their own program takes for a secret: `-pVALUE` in one word, or `-a VALUE` in two. */
const OF_PROGRAMS = [
  {
    program: /^(?:sshpass|mysql|mysqldump|mariadb|mariadb-dump)$/,
    joined: /^-p(?=.)/,
    before: null,
  },
  { program: /^redis-cli$/, joined: null, before: "-a" },
] as const;

/**
 * The words of a command with what looks like a secret masked: `NAME=value` and `--name value` of telling names, the password of a URL, a bearer token,
 * what some clients take as `-pVALUE`. The command itself is run with the true words.
 */
export function maskSecrets(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? "";
    if (/^--?[\w-]+$/.test(before) && SECRET_NAME.test(before)) return MASK;
    const [, name] = /^([^=\s]*)=.+$/s.exec(word) ?? [];
    if (name !== undefined && SECRET_NAME.test(name)) return `${name}=${MASK}`;
    return maskedOption(word, before, programBefore(words, index)) ?? maskText(word);
  });
}

/** The same in free text: a script in one word, what a client says on its stderr. */
export const maskText = (text: string): string =>
  text
    .replace(TEXT_OPTION, `$1${MASK}`)
    .replace(TEXT_VALUE, `$1${MASK}`)
    .replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${MASK}@`)
    .replace(/(\b(?:bearer|basic)\s+)\S+/gi, `$1${MASK}`);

const TEXT_OPTION = new RegExp(`((?:^|\\s)--?[\\w-]*${NAME}[ =])\\S+`, "gi");
const TEXT_VALUE = new RegExp(`(\\b\\w*${NAME}=)\\S+`, "gi");

const baseName = (word: string): string => word.slice(word.lastIndexOf("/") + 1);

/** The word nearest before that is no option: the program whose options these may be. */
const programBefore = (words: readonly string[], index: number): string =>
  baseName(words.slice(0, index).findLast((word) => !word.startsWith("-")) ?? "");

function maskedOption(word: string, before: string, program: string): string | null {
  const of = OF_PROGRAMS.find((each) => each.program.test(program));
  if (of === undefined) return null;
  if (of.before !== null) return before === of.before ? MASK : null;
  const flag = of.joined.exec(word)?.[0];
  return flag === undefined ? null : `${flag}${MASK}`;
}

/** The same names where a word is one of several: `DB_PASSWORD`, `accessKey`, `redis.auth`. Not those of a mutex, a column, a cache. */
const SECRET_WORDS = new RegExp(
  [
    "(?:password|passwd|passphrase|secret|credential)s?$",
    "(?:token|dsn|requirepass|authorization)$",
    "(?:^|_)(?:pass|pwd|auth|salt|(?:access|refresh|auth|api)_tokens)$",
    "(?:^|_)(?:api|app|access|auth|private|secret|encrypt|encryption|crypt|cipher|sign|signing|signature|hmac|aes|des|rsa|jwt|master|license|account|client|session)_?keys?$",
    "(?:^|_)(?:access_key|secret|access)_?id$",
  ].join("|"),
);

/** Whether what stands under this name (of a key, a variable, a setting) is never printed or stored. */
export function isSecretName(name: string): boolean {
  const last = name.slice(name.search(/[^.:\\]+$/));
  // The environment's own PWD is a folder.
  if (last === "PWD") return false;
  const words = last.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").replaceAll(/[\s-]+/g, "_");
  return SECRET_WORDS.test(words.toLowerCase());
}

/** Shapes by which a secret is known wherever it stands: a user of a URL, keys of some providers, a signed token, a hook's path. */
const SHAPES = [
  // a client's password joined to its option: mysql -pVALUE
  [/(\b(?:mysql\w*|mariadb[\w-]*|sshpass)\b[^'"\n]{0,200}?\s-p)[^\s'"]+/g, `$1${MASK}`],
  // a key of any kind within source, but for those of tables and caches
  [
    /(\b(?!primary|foreign|unique|cache|sort|local|owner|related|index)[a-z]+_key['"]\s{0,4}=>\s{0,4}['"])[^'"]{1,200}/gi,
    `$1${MASK}`,
  ],
  // a password joined into a URL: 'mysql://root:' . 'x' . '@db'
  [/(\w:\/\/[\w.-]{0,60}:)[^@\n\]]{1,200}@/g, `$1${MASK}@`],
  // Swoole's admin_server: 'name:secret@host:port'
  [/((?:^|['"\s=])[\w.-]{1,60}:)(?!:)[^\s'"@/]{1,200}@(?=[\w.[])/g, `$1${MASK}@`],
  [/(\w:\/\/)[^\s/@:'"]+(?=@)/g, `$1${MASK}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  [
    /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{8,})/g,
    MASK,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, MASK],
  [/(hooks\.slack\.com\/services\/)[\w/-]+/g, `$1${MASK}`],
  [/(\bbearer\s+)[\w.~+/=-]{8,}/gi, `$1${MASK}`],
  [/(\bbasic\s+)[\w+/-]{8,}={1,2}/gi, `$1${MASK}`],
] as const;

/** A value of a configuration, a piece of source: as `maskText`, but words of a sentence ("basic report") stay. */
export const maskWritten = (text: string): string =>
  SHAPES.reduce<string>(
    (masked, [shape, by]) => masked.replace(shape, by),
    text
      .replace(TEXT_OPTION, `$1${MASK}`)
      .replace(WRITTEN_VALUE, `$1${MASK}`)
      .replace(WRITTEN_ARGUMENT, `$1${MASK}`)
      .replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${MASK}@`),
  );

const WRITTEN_VALUE = new RegExp(`(\\b\\w*${NAME}=)[^\\s&;,'"]+`, "gi");
/** A named argument or a key within a text that is code itself. */
const WRITTEN_ARGUMENT = new RegExp(
  `(\\b\\w*${NAME}['"]?\\s{0,4}(?::|=>)\\s{0,4}['"])[^'"]{1,200}`,
  "gi",
);
