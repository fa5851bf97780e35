# The collector of swtop: what runs inside a target while somebody watches it. It only reads, and it writes nothing to any disk.
#
# A shell gets it on its standard input (POSIX sh: dash, busybox ash, bash). Nothing runs before the last line, which swtop adds:
#   main <half> <half>            two halves of a random word; the hello joins them, so that an echo of this text is no hello
# From then on stdin has one request per line, and each is answered before the next is read:
#   <prefix> read <max> WORD...   the first <max> bytes of files, as `head` prints them: "==> path <==", content, empty line.
#                                 A WORD is a path or a pattern; a PID means its stat and statm; `#PID` counts its open files;
#                                 `%PID/mem:SIZE:SKIP:COUNT` is raw memory of a process, COUNT blocks of SIZE bytes after SKIP of them, under
#                                 the word itself as header; nothing under it where the kernel says no, or where there is no `dd`
#   <prefix> keep WORD...         remembers what the word `@` stands for
#   <prefix> list <depth> FOLDER SUFFIX...   names of the files below a folder, under the header `list`
#   <prefix> links PATH...        where links lead, each under a header of its own
#   <prefix> sizes PATH...        inode, kind and size of files, as `ls -lni` prints them with links followed, and what the system says of those it cannot
#                                 tell, all under the header `sizes`; a `*` at the end stands for every file that begins so. In a path `\0ooo` is any byte.
#                                 Headers `no-ls`, `no-dd` say what is missing for that, or for this:
#   <prefix> parts PATH:SKIP:COUNT...   blocks of 4096 bytes of regular files, under the word itself as header; none where the file may not be read
#   <prefix> held <max> PID...    network namespaces and where descriptors lead, as `ls -nl` prints that, its first <max> bytes, under the header `held`;
#                                 nothing under it where there is no `ls` or no `head`
#   <prefix> beat                 shows that somebody is there
# A prefix is a path that leads nowhere else (`./` and `/` in a random order, new with each request). Every path in an answer begins with
# it, so that no text in a file can pass for a header, and `<prefix>../dev/null` is the last of each answer. Paths are relative to /proc.
# It ends when stdin ends, and when nobody asked anything for 6 to 9 seconds.

# Ends the main shell when it has not moved between two looks, twice. Every request makes it move, a beat included.
watch_over() {
  exec </dev/null >/dev/null 2>&1
  trap 'kill "$nap"; wait; exit 0' TERM
  still=0 before=
  while :; do
    sleep 0003 & # as nobody else does: another swtop knows us by it
    nap=$!
    wait "$nap" # TERM interrupts a wait, so that the sleep is ended and reaped at once
    IFS= read -r now <"$main_pid/stat" || exit 0
    if [ "$now" = "$before" ]; then still=$((still + 1)); else still=0 before=$now; fi
    [ "$still" -lt 2 ] || end_main
  done
}

# Politely first: then main reaps its children, and no zombie stays where PID 1 reaps none.
end_main() {
  trap 'exit 0' TERM
  kill -TERM "$main_pid"
  read -r own_pid rest <self/stat
  read -r children <"$main_pid/task/$main_pid/children"
  for child in $children; do # main may be waiting for one that is stuck in a write which nobody reads
    [ "$child" = "$own_pid" ] || kill -TERM "$child"
  done
  polls=0
  while [ "$polls" -lt 300 ] && read -r now rest <"$main_pid/stat"; do polls=$((polls + 1)); done
  kill -KILL "-$main_pid" || kill -KILL "$main_pid"
  exit 0
}

can() { command -v "$1" >/dev/null 2>&1; }

missing() {
  [ -r "/proc/$$/stat" ] || { echo /proc && return; }
  [ -c /dev/null ] || { echo /dev/null && return; }
  can sleep || { echo sleep && return; }
  can head || can cat || echo head
}

# One process prints a whole answer. Main itself never writes one: it must not get stuck where nobody reads.
print_files() {
  most=$1
  shift
  if [ "$has_head" ]; then
    head -c "$most" "$@" 2>/dev/null
  else
    (
      for path in "$@"; do
        [ -r "$path" ] || continue
        printf '\n==> %s <==\n' "$path"
        cat "$path" 2>/dev/null
      done
    )
  fi
}

add_paths() {
  case $1 in
  @) for kept_word in $kept; do add_paths "$kept_word"; done ;;
  '#'*) counted="$counted ${1#?}" ;;
  '%'*) memories="$memories $1" ;;
  *[!0-9]*) paths="$paths $prefix$1" ;;
  *) paths="$paths $prefix$1/stat $prefix$1/statm" ;;
  esac
}

count_files() {
  set -- "$1" "$prefix$1/fdinfo"/*
  [ -r "$2" ] && printf '\n==> %s%s/fdinfo <==\n%s\n' "$prefix" "$1" $(($# - 1))
}

# Becomes dd, so that what may be stuck in a write is a child of main.
print_memory() {
  printf '\n==> %s%s <==\n' "$prefix" "$1"
  IFS=:
  # shellcheck disable=SC2086 # split at the colons
  set -- ${1#?}
  exec dd if="$prefix$1" bs="$2" skip="$3" count="$4" 2>/dev/null
}

answer() {
  most=$1
  shift
  paths='' counted='' memories=''
  for word in "$@"; do add_paths "$word"; done
  set +f
  for counted_pid in $counted; do count_files "$counted_pid"; done
  set -f
  for word in $memories; do (print_memory "$word"); done
  # head prints no header for a single file
  [ "$paths" ] || { (printf '\n==> %s../dev/null <==\n' "$prefix") || exit 0 && return; }
  # nor an empty line before its first header
  [ -z "$memories" ] || [ -z "$has_head" ] || (printf '\n')
  set +f
  # shellcheck disable=SC2086 # the patterns are to be expanded here, behind the prefix
  print_files "$most" $paths "$prefix../dev/null"
  ended=$?
  set -f
  [ "$ended" -lt 126 ] || exit 0
}

# Without find by patterns, a level each: only so deep that a loop of links does not get out of hand.
list_files() {
  depth=$1 folder=$prefix$2
  shift 2
  printf '\n==> %slist <==\n' "$prefix"
  for suffix in "$@"; do
    if [ "$has_find" ]; then
      find "$folder/" -maxdepth "$((depth + 1))" -name "*$suffix" -type f 2>/dev/null
    else
      set +f
      printf '%s\n' "$folder"/*"$suffix" "$folder"/*/*"$suffix" "$folder"/*/*/*"$suffix" "$folder"/*/*/*/*"$suffix"
      set -f
    fi
  done
  printf '\n==> %s../dev/null <==\n' "$prefix"
}

show_links() {
  for word in "$@"; do
    set +f
    for path in "$prefix"$word; do
      printf '\n==> %s <==\n' "$path"
      if [ "$has_readlink" ]; then readlink "$path"; else ls -ld "$path"; fi 2>/dev/null
    done
    set -f
  done
  printf '\n==> %s../dev/null <==\n' "$prefix"
}

# Only where a byte is written so a process is needed.
decode() {
  case $1 in
  *\\*) path=$prefix$(printf %b "$1") ;;
  *) path=$prefix$1 ;;
  esac
}

show_sizes() {
  [ "$has_dd" ] || printf '\n==> %sno-dd <==\n' "$prefix"
  [ "$has_ls" ] || printf '\n==> %sno-ls <==\n' "$prefix"
  printf '\n==> %ssizes <==\n' "$prefix"
  given=$#
  for word in "$@"; do
    case $word in
    *'*')
      decode "${word%?}"
      set +f
      set -- "$@" "$path"*
      set -f
      ;;
    *)
      decode "$word"
      set -- "$@" "$path"
      ;;
    esac
  done
  shift "$given"
  [ -z "$has_ls" ] || ls -lniLd "$@" 2>&1
  printf '\n==> %s../dev/null <==\n' "$prefix"
}

# Never a pipe or a device: who reads those takes what was meant for others, or waits for ever.
print_part() {
  rest=${1#*:}
  decode "${1%%:*}"
  [ -f "$path" ] && [ -r "$path" ] || exit 0
  printf '\n==> %s%s <==\n' "$prefix" "$1"
  exec dd if="$path" bs=4096 skip="${rest%:*}" count="${rest#*:}" 2>/dev/null
}

show_parts() {
  [ -z "$has_dd" ] || for word in "$@"; do (print_part "$word"); done
  printf '\n==> %s../dev/null <==\n' "$prefix"
}

# Both are children of main, so that one that is stuck in a write can be ended.
show_held() {
  most=$1 paths=''
  shift
  for word in "$@"; do paths="$paths $prefix$word/ns/net $prefix$word/fd"; done
  (printf '\n==> %sheld <==\n' "$prefix") || exit 0
  if [ "$has_ls" ] && [ "$has_head" ]; then
    # shellcheck disable=SC2012,SC2086 # names here are numbers; paths are split
    QUOTING_STYLE=literal ls -nl $paths 2>/dev/null | head -c "$most" 2>/dev/null
  fi
  (printf '\n==> %s../dev/null <==\n' "$prefix") || exit 0
}

serve() {
  while IFS=' ' read -r prefix verb words; do
    # shellcheck disable=SC2086 # words are split here, and not expanded (set -f)
    case $verb in
    read) answer $words ;;
    held) show_held $words ;;
    keep) kept=$words && (printf '\n==> %s../dev/null <==\n' "$prefix") || exit 0 ;;
    # each in a process of its own: main must not get stuck where nobody reads
    list) (list_files $words) || exit 0 ;;
    links) (show_links $words) || exit 0 ;;
    sizes) (show_sizes $words) || exit 0 ;;
    parts) (show_parts $words) || exit 0 ;;
    beat) (printf '\n==> %s../dev/null <==\n' "$prefix") || exit 0 ;;
    esac
  done
}

main() {
  export LC_ALL=C PATH="$PATH:/bin:/usr/bin"
  lacks=$(missing)
  if [ "$lacks" ]; then
    printf '\nswtop %s%s missing %s\n' "$1" "$2" "$lacks"
    exit 0
  fi
  cd /proc || exit 0
  set -f
  main_pid=$$ kept='' has_head='' has_find='' has_readlink='' has_ls='' has_dd='' offers=''
  for tool in head cat dd readlink ls; do
    if can "$tool"; then offers="$offers $tool"; fi
  done
  if can head; then has_head=yes; fi
  if can find; then has_find=yes; fi
  if can readlink; then has_readlink=yes; fi
  if can ls; then has_ls=yes; fi
  if can dd; then has_dd=yes; fi
  watch_over &
  watcher_pid=$!
  trap 'kill "$watcher_pid" 2>/dev/null; wait' EXIT
  trap 'exit 0' HUP INT PIPE TERM
  printf '\nswtop %s%s ready %s %s%s\n' "$1" "$2" "$main_pid" "$watcher_pid" "$offers"
  serve
  exit 0
}
