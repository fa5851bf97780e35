/** Why nobody can say what is in a file that is there: who reads may not open it, it is longer than source is, it holds a NUL. */
export type UnreadCause = "closed" | "too-large" | "binary";
export type Unread = { readonly file: string; readonly why: UnreadCause };

export const UNREAD_WORDS: Readonly<Record<UnreadCause, string>> = {
  closed: "it may not be read here, or is no plain file",
  "too-large": "it is too large: source has at most 256 KiB, composer.lock 4 MiB",
  binary: "it is no text",
};
