/** `$$` stays the program's PID: exec keeps it. What runs beside it reads our pipe, by 3: a shell gives that /dev/null as its stdin. */
const KEEPER = `leaves=$1; shift
exec 3<&0
{ read -r _; kill $$; [ -z "$leaves" ] || rm -rf "$leaves"; } <&3 >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-`;

/**
 * A program without a stdin that ends with us, however we end: its own stdin is our pipe, and the end of that ends it.
 * @param leaves  a folder that goes with it; null: none
 */
export const kept = (
  command: readonly string[],
  leaves: string | null,
): readonly [string, ...string[]] => ["sh", "-c", KEEPER, "sh", leaves ?? "", ...command];

/** The shell's word for a program that is not there. */
export const NO_PROGRAM = 127;
