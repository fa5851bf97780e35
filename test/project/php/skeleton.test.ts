import { expect, test } from "vitest";
import { plain, returned } from "./read.ts";

// hyperf/hyperf-skeleton: config/autoload/server.php, without what repeats itself
const SERVER = `declare(strict_types=1);
/**
 * This file is part of Hyperf.
 */
use Hyperf\\Server\\Event;
use Hyperf\\Server\\Server;
use Swoole\\Constant;

return [
    'mode' => SWOOLE_BASE,
    'servers' => [
        [
            'name' => 'http',
            'type' => Server::SERVER_HTTP,
            'port' => 9501,
            'sock_type' => SWOOLE_SOCK_TCP,
            'callbacks' => [
                Event::ON_REQUEST => [Hyperf\\HttpServer\\Server::class, 'onRequest'],
            ],
            'options' => [
                // Whether to enable request lifecycle event
                'enable_request_lifecycle' => false,
            ],
        ],
    ],
    'settings' => [
        Constant::OPTION_WORKER_NUM => swoole_cpu_num(),
        Constant::OPTION_PID_FILE => BASE_PATH . '/runtime/hyperf.pid',
        Constant::OPTION_SOCKET_BUFFER_SIZE => 2 * 1024 * 1024,
    ],
];
`;

// hyperf/hyperf-skeleton: installer/resources/database/redis.php
const REDIS = `use function Hyperf\\Support\\env;

return [
    'default' => [
        'host' => env('REDIS_HOST', 'localhost'),
        'auth' => env('REDIS_AUTH', null),
        'port' => (int) env('REDIS_PORT', 6379),
        'pool' => [
            'wait_timeout' => 3.0,
            'heartbeat' => -1,
            'max_idle_time' => (float) env('REDIS_MAX_IDLE_TIME', 60),
        ],
    ],
];
`;

test("the skeleton's server.php is read", () => {
  expect(plain(returned(SERVER))).toEqual({
    mode: 1,
    servers: [
      {
        name: "http",
        type: 1,
        port: 9501,
        sock_type: 1,
        callbacks: { request: ["Hyperf\\HttpServer\\Server", "onRequest"] },
        options: { enable_request_lifecycle: false },
      },
    ],
    settings: {
      worker_num: { unresolved: "swoole_cpu_num()" },
      pid_file: "/srv/app/runtime/hyperf.pid",
      socket_buffer_size: 2_097_152,
    },
  });
});

test("the skeleton's redis.php is read with and without an environment", () => {
  const pool = { wait_timeout: 3, heartbeat: -1, max_idle_time: 60 };
  expect(plain(returned(REDIS))).toEqual({
    default: { host: "localhost", auth: null, port: 6379, pool },
  });
  const env = { REDIS_HOST: "r", REDIS_AUTH: "hunter2", REDIS_PORT: "7000" };
  expect(plain(returned(REDIS, { env }))).toEqual({
    default: { host: "r", auth: "***", port: 7000, pool },
  });
});
