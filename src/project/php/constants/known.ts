type Constant = string | number | boolean | null;

/**
 * Swoole's constants as it registers them (swoole-src:ext-src/php_swoole.cc, swoole_server.cc, include/swoole.h, swoole_log.h, swoole_server.h).
 * Left out is what depends on its version or on how it was built: SWOOLE_VERSION, SWOOLE_HOOK_ALL, SWOOLE_HOOK_CURL.
 */
export const SWOOLE_CONSTANTS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ["SWOOLE_BASE", 1],
  ["SWOOLE_PROCESS", 2],
  ["SWOOLE_THREAD", 3],
  ...sockets("SWOOLE_"),
  ...sockets("SWOOLE_SOCK_"),
  ["SWOOLE_SOCK_SYNC", false],
  ["SWOOLE_SOCK_ASYNC", true],
  ["SWOOLE_SSL", 512],
  ["SWOOLE_IPC_NONE", 0],
  ["SWOOLE_IPC_UNIXSOCK", 1],
  ["SWOOLE_IPC_UNSOCK", 1],
  ["SWOOLE_IPC_MSGQUEUE", 2],
  ["SWOOLE_IPC_PREEMPTIVE", 3],
  ...numbered("SWOOLE_LOG_", ["DEBUG", "TRACE", "INFO", "NOTICE", "WARNING", "ERROR", "NONE"], 0),
  ...numbered("SWOOLE_LOG_ROTATION_", ["SINGLE", "MONTHLY", "DAILY", "HOURLY", "EVERY_MINUTE"], 0),
  ...numbered(
    "SWOOLE_DISPATCH_",
    ["ROUND", "FDMOD", "IDLE_WORKER", "IPMOD", "UIDMOD", "USERFUNC", "STREAM"],
    1,
  ),
  ...numbered("SWOOLE_DISPATCH_", ["CO_CONN_LB", "CO_REQ_LB", "CONCURRENT_LB"], 8),
  ...[
    ["TCP", 1],
    ["UDP", 2],
    ["UNIX", 3],
    ["UDG", 4],
    ["SSL", 5],
    ["TLS", 6],
    ["STREAM_FUNCTION", 7],
    ["STREAM_SELECT", 7],
    ["FILE", 8],
    ["SLEEP", 9],
    ["PROC", 10],
    ["NATIVE_CURL", 12],
    ["SOCKETS", 14],
    ["STDIO", 15],
  ].map(([name, bit]): [string, Constant] => [`SWOOLE_HOOK_${name}`, 2 ** Number(bit)]),
]);

function sockets(prefix: string): readonly [string, Constant][] {
  return numbered(prefix, ["TCP", "UDP", "TCP6", "UDP6", "UNIX_STREAM", "UNIX_DGRAM"], 1);
}

function numbered(
  prefix: string,
  names: readonly string[],
  first: number,
): readonly [string, Constant][] {
  return names.map((name, index) => [`${prefix}${name}`, first + index]);
}

/** PHP's own on Linux, 64 bit. Left out is what depends on its version: E_ALL, PHP_VERSION. */
const PHP_CONSTANTS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ["PHP_EOL", "\n"],
  ["DIRECTORY_SEPARATOR", "/"],
  ["PATH_SEPARATOR", ":"],
  ["PHP_INT_SIZE", 8],
  ["E_ERROR", 1],
  ["E_WARNING", 2],
  ["E_PARSE", 4],
  ["E_NOTICE", 8],
  ["E_CORE_ERROR", 16],
  ["E_COMPILE_ERROR", 64],
  ["E_USER_ERROR", 256],
  ["E_USER_WARNING", 512],
  ["E_USER_NOTICE", 1024],
  ["E_STRICT", 2048],
  ["E_RECOVERABLE_ERROR", 4096],
  ["E_DEPRECATED", 8192],
  ["E_USER_DEPRECATED", 16_384],
  ["JSON_UNESCAPED_SLASHES", 64],
  ["JSON_PRETTY_PRINT", 128],
  ["JSON_UNESCAPED_UNICODE", 256],
  ["JSON_THROW_ON_ERROR", 4_194_304],
  ["STR_PAD_LEFT", 0],
  ["STR_PAD_RIGHT", 1],
  ["FILTER_VALIDATE_INT", 257],
  ["FILTER_VALIDATE_BOOL", 258],
  ["FILTER_VALIDATE_BOOLEAN", 258],
  ["ARRAY_FILTER_USE_KEY", 2],
  ["ARRAY_FILTER_USE_BOTH", 1],
  ["LOCK_SH", 1],
  ["LOCK_EX", 2],
  ["LOCK_UN", 3],
  ["LOCK_NB", 4],
  ["SIGHUP", 1],
  ["SIGINT", 2],
  ["SIGQUIT", 3],
  ["SIGKILL", 9],
  ["SIGUSR1", 10],
  ["SIGUSR2", 12],
  ["SIGTERM", 15],
  ["SIGCHLD", 17],
]);

export const KNOWN_CONSTANTS: ReadonlyMap<string, Constant> = new Map([
  ...PHP_CONSTANTS,
  ...SWOOLE_CONSTANTS,
]);
