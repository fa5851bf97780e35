// What launch.sh and reader.php print. Each line of ours begins with the marker; whatever else comes (notices of PHP, words of a login) belongs to nobody.
import { isFields, type Fields } from "../recording/fields.ts";

export type Said =
  /** All of a file. */
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "refused"; readonly why: string; readonly detail: string }
  | { readonly kind: "ready" }
  | { readonly kind: "part"; readonly part: Fields };

export type Listener = {
  /** Takes bytes as they come; what follows from them, in order. */
  readonly take: (chunk: Uint8Array) => readonly Said[];
  /** The last lines that are not ours: why a program could not be started. */
  readonly noise: () => string;
};

/** smaps of 65 530 mappings, the kernel's most, are 50 MiB; a process of PHP has some hundreds. */
const LONGEST_FILE = 64 * 1024 * 1024;
const LONGEST_NOISE = 2048;

export function listener(marker: string): Listener {
  let rest = "";
  let file: { readonly name: string; readonly lines: string[]; size: number } | null = null;
  let noise = "";

  const ended = (): readonly Said[] => {
    if (file === null) return [];
    const { name, lines } = file;
    file = null;
    return [{ kind: "file", name, text: lines.join("\n") }];
  };
  const lineTaken = (line: string): readonly Said[] => {
    if (!line.startsWith(`${marker} `)) {
      if (file === null) noise = `${noise}${line}\n`.slice(-LONGEST_NOISE);
      else if ((file.size += line.length + 1) <= LONGEST_FILE) file.lines.push(line);
      return [];
    }
    const words = line.slice(marker.length + 1);
    const [verb = "", first = "", ...others] = words.split(" ");
    const before = ended();
    switch (verb) {
      case "file":
        file = { name: first, lines: [], size: 0 };
        return before;
      case "refused":
        return [...before, { kind: "refused", why: first, detail: others.join(" ") }];
      case "ready":
        return [...before, { kind: "ready" }];
      default: {
        const part = parsed(words);
        return part === null ? before : [...before, { kind: "part", part }];
      }
    }
  };
  return {
    noise: () => noise,
    take(chunk) {
      // latin1: a character per byte, so that a chunk may end anywhere
      const lines = (rest + Buffer.from(chunk).toString("latin1")).split("\n");
      rest = (lines.pop() ?? "").slice(-LONGEST_FILE);
      return lines.flatMap(lineTaken);
    },
  };
}

/** The reader writes ASCII; `\u00c3\u00bc` are the bytes of a name. */
function parsed(json: string): Fields | null {
  try {
    const value: unknown = JSON.parse(json, (_, each: unknown) =>
      typeof each === "string" ? Buffer.from(each, "latin1").toString("utf8") : each,
    );
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
