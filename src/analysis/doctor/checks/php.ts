import { found, NOT_REACHED, type Check } from "../check.ts";

/** The kernel's mark of a file that another one has replaced. */
const DELETED = " (deleted)";

/** The PHP that runs there. */
export const php: Check = {
  id: "php",
  check({ subject, commands }) {
    if (subject === null)
      return commands === null ? NOT_REACHED : found(false, { kind: "no-php", found: commands });
    const { program, versions } = subject;
    const isReplaced = program?.endsWith(DELETED) === true;
    const ok = versions.php === null && !isReplaced ? null : !isReplaced;
    return found(ok, { kind: "php", program, ...versions, isReplaced });
  },
};
