/** Why the system did not take what was written, by its error code. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EEXIST: "it exists already",
  EISDIR: "it is a directory",
  ENOENT: "its directory does not exist",
  ENOTDIR: "its directory does not exist",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is too large for its file system",
  ENXIO: "nothing is there to write to",
  EPIPE: "nobody reads it any more",
  EROFS: "its file system is read-only",
};

export const diskText = (code: string): string => WORDS[code] ?? code;
