# Starts reader.php in the php of one process. It only reads; nothing is written to any disk, and the process is not touched.
#
# A shell gets it on its standard input (POSIX sh: dash, busybox ash, bash). Nothing runs before the last line, which swtop adds:
#   launch <half> <half> PID LEVEL FORCE BYTES     two halves of a random word: the marker, which begins each line that is ours
# It prints, each behind a line of `<marker> file NAME`: what the process and we are allowed, and the process's smaps; then
#   <marker> refused WHY [DETAIL]     no reader can be started: level (none is wanted) | memory | program | vanished
#   <marker> ready                    php waits for BYTES of reader.php, and from then on for a sign each second that somebody listens

# $before: as whom, or in whose root, a command is run; words are split on purpose
# shellcheck disable=SC2086
as() { $before "$@" 2>/dev/null; }

shown() {
  printf '\n%s file %s\n' "$marker" "$1"
  shift
  if command -v cat >/dev/null 2>&1; then as cat "$@"; else as head -qc 64000000 "$@"; fi
}

refused() {
  printf '\n%s refused %s\n' "$marker" "$*"
  exit 0
}

link() {
  to=$(as readlink "$1" || as ls -ld "$1")
  printf '%s\n' "${to##*-> }"
}

# The file of the first mapping that has one: the program, where the image has neither readlink nor ls
# shellcheck disable=SC2016 # the variables are the inner shell's
first_mapped() {
  as sh -c 'while read -r _ _ _ _ inode path && [ "$inode" = 0 ]; do :; done <"$1"; printf "%s\n" "$path"' sh "/proc/$pid/maps"
}

# shellcheck disable=SC2016 # the variable is the inner shell's
shares_mounts() { as sh -c '[ /proc/self/ns/mnt -ef "$1" ]' sh "/proc/$pid/ns/mnt"; }

# shellcheck disable=SC2016 # the variable is the inner shell's
may_read() { as sh -c ': <"$1"' sh "$1"; }

# As the process's own user where we are not, and may become it: without capabilities the kernel shows its memory only to the same uid and gid.
as_its_user() {
  [ "$uid" ] && [ "$gid" ] || return 1
  for try in "setpriv --reuid $uid --regid $gid --clear-groups" "chroot --userspec=$uid:$gid --groups= /"; do
    before=$try
    if may_read "/proc/$pid/mem"; then return 0; fi
  done
  before=''
  return 1
}

# Effective user and group, and its PID in its own namespace
read_status() {
  while read -r key first rest; do
    case $key in
    Uid:) uid=${rest%%[!0-9]*} ;;
    Gid:) gid=${rest%%[!0-9]*} ;;
    NSpid:) there_pid=${rest##*[!0-9]} && there_pid=${there_pid:-$first} ;;
    esac
  done <"/proc/$pid/status"
}

# PHP's own programs alone are started: what another one does with these options, nobody knows.
is_php() {
  program=$(link "$1")
  program=${program:-$(first_mapped)}
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
  marker=$1$2 pid=$3 level=$4 force=$5 size=$6 before='' uid='' gid='' there_pid='' closed='' there=$3
  [ -r "/proc/$pid/status" ] || refused vanished
  shown stat /proc/stat
  shown uptime /proc/uptime
  shown status "/proc/$pid/status"
  shown own /proc/self/status
  shown yama /proc/sys/kernel/yama/ptrace_scope
  read_status
  may_read "/proc/$pid/mem" || as_its_user || closed=yes
  shown smaps "/proc/$pid/smaps" /proc/self/schedstat # what reading it took, of who reads it
  printf '\n%s file owner\n' "$marker"
  # shellcheck disable=SC2012 # one name that we made
  ls -lnd "/proc/$pid/stat" 2>/dev/null
  [ "$level" != 0 ] || refused level
  [ ! "$closed" ] || refused memory
  is_php "/proc/$pid/exe" || refused program "$program"
  # A process in another mount namespace has its libraries there, too, and bears the PID of its own namespace there
  if ! shares_mounts && [ -d "/proc/$pid/root/proc/$there_pid" ]; then
    there=$there_pid
    # into the PID namespace, too, where there is one: the reader looks itself up in that /proc
    if command -v nsenter >/dev/null 2>&1; then before="nsenter -t $pid -m -p"; else before="chroot /proc/$pid/root"; fi
  fi
  # shellcheck disable=SC2086,SC2016 # words are split here; the variables are PHP's
  exec $before "/proc/$there/exe" -n -d memory_limit=97M -d display_errors=stderr -d html_errors=0 \
    -r 'echo "\n$argv[1] ready\n"; eval(stream_get_contents(STDIN, (int) $argv[5]));' \
    -- "$marker" "$there" "$level" "$force" "$size"
}
