import { dotenvOf } from "./dotenv.ts";

/** What is handed in for `env()`, beside the project's own `.env`. */
export type GivenVariables = {
  readonly set: Readonly<Record<string, string>>;
  readonly target: Readonly<Record<string, string>> | null;
  readonly file: { readonly name: string; readonly text: string } | null;
};

type Source = { readonly name: string; readonly get: (name: string) => string | null };

/** Values of `env()`: the first source that has a name gives it. Which one did is noted for the names that are asked for. */
export class Variables {
  readonly #sources: readonly Source[];
  readonly #noted = new Map<string, string | null>();

  /** `dotenv`: text of the project's `.env`, null without one. */
  constructor(given: GivenVariables, dotenv: string | null) {
    const outer = [
      { name: "--set", get: from(given.set) },
      ...(given.target === null ? [] : [{ name: "target", get: from(given.target) }]),
    ];
    const texts = [
      ...(given.file === null ? [] : [given.file]),
      ...(dotenv === null ? [] : [{ name: ".env", text: dotenv }]),
    ];
    this.#sources = texts.reduce<readonly Source[]>((sources, { name, text }) => {
      const variables = dotenvOf(text, (each) => firstOf(sources, each)?.value ?? null);
      return [...sources, { name, get: (each) => variables.get(each) ?? null }];
    }, outer);
  }

  get(name: string): string | null {
    return firstOf(this.#sources, name)?.value ?? null;
  }

  note(name: string): void {
    this.#noted.set(name, firstOf(this.#sources, name)?.from ?? null);
  }

  noted(): readonly { readonly name: string; readonly from: string | null }[] {
    return [...this.#noted]
      .map(([name, source]) => ({ name, from: source }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const from =
  (values: Readonly<Record<string, string>>) =>
  (name: string): string | null =>
    Object.hasOwn(values, name) ? (values[name] ?? null) : null;

function firstOf(
  sources: readonly Source[],
  name: string,
): { readonly value: string; readonly from: string } | null {
  for (const source of sources) {
    const value = source.get(name);
    if (value !== null) return { value, from: source.name };
  }
  return null;
}
