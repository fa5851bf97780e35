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
