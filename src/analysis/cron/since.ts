import { compareVersions, isVersion } from "../audit/version.ts";

/** It is known to be older; null, and a branch, are not. */
export const isOlder = (version: string | null, than: string): boolean =>
  version !== null && isVersion(version) && compareVersions(version, than) < 0;
