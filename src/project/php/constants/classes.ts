type Constant = string | number;
type Constants = Readonly<Record<string, Constant>>;

/** hyperf:src/server/src/Event.php */
const EVENTS: Constants = {
  ON_START: "start",
  ON_WORKER_START: "workerStart",
  ON_WORKER_STOP: "workerStop",
  ON_WORKER_EXIT: "workerExit",
  ON_WORKER_ERROR: "workerError",
  ON_PIPE_MESSAGE: "pipeMessage",
  ON_REQUEST: "request",
  ON_RECEIVE: "receive",
  ON_CONNECT: "connect",
  ON_HAND_SHAKE: "handshake",
  ON_OPEN: "open",
  ON_MESSAGE: "message",
  ON_CLOSE: "close",
  ON_TASK: "task",
  ON_FINISH: "finish",
  ON_SHUTDOWN: "shutdown",
  ON_PACKET: "packet",
  ON_MANAGER_START: "managerStart",
  ON_MANAGER_STOP: "managerStop",
  ON_BEFORE_START: "beforeStart",
};

/** hyperf:src/server/src/ServerInterface.php */
const SERVERS: Constants = { SERVER_HTTP: 1, SERVER_WEBSOCKET: 2, SERVER_BASE: 3 };

/** Seldaek/monolog: src/Monolog/Logger.php, Level.php */
const LEVELS = {
  Debug: 100,
  Info: 200,
  Notice: 250,
  Warning: 300,
  Error: 400,
  Critical: 500,
  Alert: 550,
  Emergency: 600,
} as const;

/** php-fig/log: src/LogLevel.php */
const LOG_LEVELS = lower(Object.keys(LEVELS));

/** phpredis:common.h, redis.stub.php */
const REDIS: Constants = {
  ...numbered("OPT_", [
    "SERIALIZER",
    "PREFIX",
    "READ_TIMEOUT",
    "SCAN",
    "FAILOVER",
    "TCP_KEEPALIVE",
    "COMPRESSION",
    "REPLY_LITERAL",
    "COMPRESSION_LEVEL",
    "NULL_MULTIBULK_AS_NULL",
    "MAX_RETRIES",
    "BACKOFF_ALGORITHM",
    "BACKOFF_BASE",
    "BACKOFF_CAP",
  ]),
  OPT_SLAVE_FAILOVER: 5,
  ...numbered("SERIALIZER_", ["NONE", "PHP", "IGBINARY", "MSGPACK", "JSON"], 0),
  ...numbered("COMPRESSION_", ["NONE", "LZF", "ZSTD", "LZ4"], 0),
  ...numbered("SCAN_", ["NORETRY", "RETRY", "PREFIX", "NOPREFIX"], 0),
  ...numbered("FAILOVER_", ["NONE", "ERROR", "DISTRIBUTE", "DISTRIBUTE_SLAVES"], 0),
  ...numbered(
    "BACKOFF_ALGORITHM_",
    [
      "DEFAULT",
      "DECORRELATED_JITTER",
      "FULL_JITTER",
      "EQUAL_JITTER",
      "EXPONENTIAL",
      "UNIFORM",
      "CONSTANT",
    ],
    0,
  ),
};

/** php-src:ext/pdo/php_pdo_driver.h; those of MySQL are mysqlnd's, the same since PHP 5.3. */
const PDO: Constants = {
  ...numbered(
    "ATTR_",
    [
      "AUTOCOMMIT",
      "PREFETCH",
      "TIMEOUT",
      "ERRMODE",
      "SERVER_VERSION",
      "CLIENT_VERSION",
      "SERVER_INFO",
      "CONNECTION_STATUS",
      "CASE",
      "CURSOR_NAME",
      "CURSOR",
      "ORACLE_NULLS",
      "PERSISTENT",
      "STATEMENT_CLASS",
      "FETCH_TABLE_NAMES",
      "FETCH_CATALOG_NAMES",
      "DRIVER_NAME",
      "STRINGIFY_FETCHES",
      "MAX_COLUMN_LEN",
      "DEFAULT_FETCH_MODE",
      "EMULATE_PREPARES",
      "DEFAULT_STR_PARAM",
    ],
    0,
  ),
  ...numbered("ERRMODE_", ["SILENT", "WARNING", "EXCEPTION"], 0),
  ...numbered("CASE_", ["NATURAL", "UPPER", "LOWER"], 0),
  ...numbered("NULL_", ["NATURAL", "EMPTY_STRING", "TO_STRING"], 0),
  ...numbered("FETCH_", ["LAZY", "ASSOC", "NUM", "BOTH", "OBJ", "BOUND", "COLUMN", "CLASS"]),
  MYSQL_ATTR_USE_BUFFERED_QUERY: 1000,
  MYSQL_ATTR_LOCAL_INFILE: 1001,
  MYSQL_ATTR_INIT_COMMAND: 1002,
};

/** Of classes that a project uses and does not hold, by their full name in lower case. */
const KNOWN: ReadonlyMap<string, Constants> = new Map<string, Constants>([
  ["hyperf\\server\\event", EVENTS],
  ["hyperf\\server\\swooleevent", EVENTS],
  ["hyperf\\server\\server", SERVERS],
  ["hyperf\\server\\serverinterface", SERVERS],
  ["hyperf\\server\\coroutineserver", SERVERS],
  ["hyperf\\signal\\signalhandlerinterface", { WORKER: 1, PROCESS: 2 }],
  ["hyperf\\configcenter\\mode", { PROCESS: "process", COROUTINE: "coroutine" }],
  ["hyperf\\coordinator\\constants", { WORKER_START: "workerStart", WORKER_EXIT: "workerExit" }],
  ["hyperf\\confignacos\\constants", { CONFIG_MERGE_OVERWRITE: 1, CONFIG_MERGE_APPEND: 2 }],
  ["hyperf\\snowflake\\metageneratorinterface", { DEFAULT_BEGIN_SECOND: 1_560_960_000 }],
  ["psr\\log\\loglevel", LOG_LEVELS],
  ["monolog\\logger", upper(LEVELS)],
  ["monolog\\level", LEVELS],
  ["redis", REDIS],
  ["rediscluster", REDIS],
  ["pdo", PDO],
]);

/** A constant of a class that is known by name; undefined: it is not. */
export function knownClassConstant(className: string, name: string): Constant | undefined {
  const of = className.toLowerCase();
  if (of === "swoole\\constant") return swooleConstant(name);
  const constants = KNOWN.get(of);
  return constants !== undefined && Object.hasOwn(constants, name) ? constants[name] : undefined;
}

/** Swoole's library has one rule without exception: `OPTION_MAX_REQUEST` is `max_request`, `EVENT_WORKER_START` is `workerStart`. */
function swooleConstant(name: string): string | undefined {
  const option = /^OPTION_([A-Z\d_]+)$/.exec(name)?.[1];
  if (option !== undefined) return option.toLowerCase();
  return /^EVENT_([A-Z\d_]+)$/
    .exec(name)?.[1]
    ?.toLowerCase()
    .replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function numbered(prefix: string, names: readonly string[], first = 1): Constants {
  return Object.fromEntries(names.map((name, index) => [`${prefix}${name}`, first + index]));
}

function upper(levels: Constants): Constants {
  return Object.fromEntries(
    Object.entries(levels).map(([name, value]) => [name.toUpperCase(), value]),
  );
}

function lower(names: readonly string[]): Constants {
  return Object.fromEntries(names.map((name) => [name.toUpperCase(), name.toLowerCase()]));
}
