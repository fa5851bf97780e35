import { found, ownFault, refused, stageFinding, type Check } from "../check.ts";
import type { Hidepid, Own } from "../facts.ts";

/** `ptraceable` and `invisible` hide whole processes, `noaccess` what they are; 1, 2, 4 of older kernels. @source Documentation/filesystems/proc.rst, chapter 4 */
const OFF: readonly string[] = ["0", "off"];

/** Whether the processes of others are to be seen in /proc. */
export const proc: Check = {
  id: "proc",
  check(facts) {
    const fault = ownFault(facts, "proc");
    if (fault !== null) return refused(fault);
    const { hidepid, own, commands } = facts;
    if (own === null || hidepid === null || commands === null) return stageFinding(facts, "proc");
    const count = commands.length;
    return isHidden(hidepid, own)
      ? found(false, { kind: "hidepid", value: hidepid.value, own, count })
      : found(true, { kind: "processes", count });
  },
};

/** @source fs/proc/base.c has_pid_permissions: members of gid= see all, others what they may trace; for `ptraceable` being a member does not help */
function isHidden({ value, gid }: Hidepid, { canTrace, groups, gid: ownGid }: Own): boolean {
  if (OFF.includes(value) || canTrace) return false;
  const isExempt = value !== "4" && value !== "ptraceable";
  return !(isExempt && [ownGid, ...groups].includes(gid ?? 0));
}
