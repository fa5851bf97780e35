// As much of a shell's grammar as it takes to see which command a line ends with. It expands nothing.

/** A longer line is no command that a container is started with. */
const MOST_LENGTH = 4000;
const WORD = /(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/g;
const QUOTED = /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g;

/** Words as a shell splits them, without their quotes; a comment ends them. */
export function shellWords(command: string): readonly string[] {
  const words = command.slice(0, MOST_LENGTH).match(WORD) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  return (comment === -1 ? words : words.slice(0, comment)).map((word) =>
    word.replace(
      QUOTED,
      (_whole, escaped?: string, single?: string, double?: string) =>
        escaped ?? single ?? double?.replace(/\\([\\"$`])/g, "$1") ?? "",
    ),
  );
}

const SEPARATOR = /'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|(&&|\|\||\d*>&\d*|&>|[;\n|&])/g;

/** The simple commands of a script in their order; `isBackground`: it ends with `&`. */
export function shellCommands(
  script: string,
): readonly { readonly text: string; readonly isBackground: boolean }[] {
  const commands: { readonly text: string; readonly isBackground: boolean }[] = [];
  let start = 0;
  const end = (at: number, isBackground: boolean): void => {
    const text = script.slice(start, at).trim();
    if (text !== "") commands.push({ text, isBackground });
  };
  for (const match of script.slice(0, MOST_LENGTH).matchAll(SEPARATOR)) {
    const [, separator] = match;
    if (separator === undefined || separator.includes(">")) continue;
    end(match.index, separator === "&");
    start = match.index + separator.length;
  }
  end(script.length, false);
  return commands;
}

const SHELL = /^(?:.*\/)?(?:ba|da|a|z|k)?sh$/;
const SHELL_SCRIPT_OPTION = /^-[a-z]*c$/;

/** What `sh -c SCRIPT` among the words of a command runs; null: it is no such command. */
export function scriptOf(words: readonly string[]): string | null {
  const shell = words.findIndex((word) => SHELL.test(word));
  if (shell === -1) return null;
  const option = words.findIndex((word, index) => index > shell && SHELL_SCRIPT_OPTION.test(word));
  const areOptions = words.slice(shell + 1, option).every((word) => /^[-+]|^pipefail$/.test(word));
  return option === -1 || !areOptions ? null : (words[option + 1] ?? null);
}

/** Whether the last command of a script takes the place of its shell. */
export function endsWithExec(script: string): boolean {
  const last = shellCommands(script).at(-1);
  if (last === undefined || last.isBackground) return false;
  const words = shellWords(last.text);
  const [head] = words.filter((word) => !/^\w+=/.test(word));
  if (head !== "exec") return false;
  const inner = scriptOf(words);
  return inner === null || endsWithExec(inner);
}
