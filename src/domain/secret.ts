/** Names whose values are never printed or stored. */
const SECRET_NAME =
  /(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credential|auth|private[-_]?key|dsn)$/i;
const MASK = "***";

/**
 * The words of a command with what looks like a secret masked: `NAME=value` and `--name value` of telling names, the password of a URL, a bearer token.
 * Never longer than its input asks for; the command itself is run with the true words.
 */
export function maskSecrets(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? "";
    if (/^--?[\w-]+$/.test(before) && SECRET_NAME.test(before)) return MASK;
    const [, name, value] = /^([^=]*)=(.+)$/s.exec(word) ?? [];
    if (name !== undefined && value !== undefined && SECRET_NAME.test(name))
      return `${name}=${MASK}`;
    return word
      .replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${MASK}@`)
      .replace(/(\b(?:bearer|basic)\s+)\S+/gi, `$1${MASK}`);
  });
}
