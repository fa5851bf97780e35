# Starts reader.php in the php of one process. It only reads; nothing is written to any disk, and the process is not touched.
#
# A shell gets it on its standard input (POSIX sh: dash, busybox ash, bash). Nothing runs before the last line, which swtop adds:
#   launch <half> <half> PID NSPID LEVEL FORCE BYTES     two halves of a random word: the marker, which begins each line that is ours
# It prints, each behind a line of `<marker> file NAME`: what the process and we are allowed, and the process's smaps; then
#   <marker> refused WHY [DETAIL]     no reader can be started: level (none is wanted) | memory | program | vanished
#   <marker> ready                    php waits for BYTES of reader.php, and from then on for a sign each second that somebody listens

shown() {
  printf '\n%s file %s\n' "$marker" "$1"
  shift
  if command -v cat >/dev/null 2>&1; then cat "$@"; else head -qc 64000000 "$@"; fi 2>/dev/null
}

refused() {
  printf '\n%s refused %s\n' "$marker" "$*"
  exit 0
}

link() {
  to=$(readlink "$1" 2>/dev/null || ls -ld "$1" 2>/dev/null)
  printf '%s\n' "${to##*-> }"
}

may_read() { (: <"$1") 2>/dev/null; }

# As the process's own user where we are not, and may become it: without capabilities the kernel shows its memory only to the same uid and gid.
as_its_user() {
  while read -r key _ second _; do
    case $key in
    Uid:) uid=$second ;;
    Gid:) gid=$second ;;
    esac
  done <"/proc/$pid/status"
  [ "$uid" ] && [ "$gid" ] || return 1
  for try in "setpriv --reuid $uid --regid $gid --clear-groups" "chroot --userspec=$uid:$gid --groups= /"; do
    # shellcheck disable=SC2086,SC2016 # words are split here; the variable is the inner shell's
    if $try sh -c ': <"/proc/$1/mem"' sh "$pid" 2>/dev/null; then
      before=$try
      return 0
    fi
  done
  return 1
}

# PHP's own programs alone are started: what another one does with these options, nobody knows.
is_php() {
  program=$(link "$1")
  name=${program##*/}
  name=${name% (deleted)}
  case $name in
  php-fpm* | php-cgi* | phpdbg*) return 1 ;;
  php | php[0-9]* | php-[0-9]* | php.* | swoole-cli* | swoole_cli*) return 0 ;;
  *) return 1 ;;
  esac
}

launch() {
  export LC_ALL=C PATH="$PATH:/bin:/usr/bin:/sbin:/usr/sbin"
  marker=$1$2 pid=$3 ns_pid=$4 level=$5 force=$6 size=$7 before='' uid='' gid='' there=$3
  [ -r "/proc/$pid/status" ] || refused vanished
  shown stat /proc/stat
  shown uptime /proc/uptime
  shown status "/proc/$pid/status"
  shown own /proc/self/status
  shown yama /proc/sys/kernel/yama/ptrace_scope
  shown smaps "/proc/$pid/smaps" /proc/self/schedstat # what reading it took, of who reads it
  printf '\n%s file owner\n' "$marker"
  # shellcheck disable=SC2012 # one name that we made
  ls -lnd "/proc/$pid/stat" 2>/dev/null
  [ "$level" != 0 ] || refused level
  may_read "/proc/$pid/mem" || as_its_user || refused memory
  # A process in another mount namespace has its libraries there, too, and bears the PID of its own namespace there
  if [ "$(link /proc/self/ns/mnt)" != "$(link "/proc/$pid/ns/mnt")" ] && [ -d "/proc/$pid/root/proc/$ns_pid" ]; then
    before="chroot /proc/$pid/root" there=$ns_pid
  fi
  is_php "/proc/$pid/exe" || refused program "$program"
  # shellcheck disable=SC2086,SC2016 # words are split here; the variables are PHP's
  exec $before "/proc/$there/exe" -n -d memory_limit=97M -d display_errors=stderr -d html_errors=0 \
    -r 'echo "\n$argv[1] ready\n"; eval(stream_get_contents(STDIN, (int) $argv[5]));' \
    -- "$marker" "$there" "$level" "$force" "$size"
}
