// A Hyperf project with a secret in every place that is read, and settings that are wrong, so that its findings want to quote them.
// None of these is a secret of anybody. Each stands in one place only: whichever comes out names the place that let it.

const SLACK = "T00000000/B00000000/fakeHookOfLogger24chars";
const JSON_TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJmYWtlIn0.fakeSignatureOfCallback";
const PEM = "MIIfakeKeyOfConfigNotARealOne0001";

const SECRETS = {
  databasePassword: "fake-db-password-01",
  databaseDefault: "fake-db-default-02",
  databaseUrl: "fake-db-url-03",
  databaseJoined: "fake-db-joined-04",
  databaseUnresolved: "fake-db-unresolved-05",
  redisAuth: "fake-redis-auth-06",
  redisList: "fake-redis-list-07",
  redisSentinel: "fake-redis-sentinel-08",
  redisFormat: "fake-redis-format-09",
  amqpPassword: "fake-amqp-password-10",
  kafkaPassword: "fake-kafka-password-11",
  adminServer: "fake-admin-server-12",
  sslPassphrase: "fake-ssl-passphrase-13",
  centerSecret: "fake-center-secret-14",
  mailDsn: "fake-mail-dsn-15",
  sentryDsn: "fakesentrypublickey16",
  jwtSecret: "fake-jwt-secret-17",
  slackHook: SLACK,
  privateKey: PEM,
  envPassword: "fake-env-password-20",
  envToken: "fake-env-token-21",
  envUrl: "fake-env-url-22",
  envQuoted: "fake env quoted 23",
  envPlain: "fake-env-app-key-24",
  callbackToken: JSON_TOKEN,
  callbackPassword: "fake-callback-password-26",
  commandToken: "fake-command-token-27",
  scheduleOption: "fake-schedule-option-28",
  scheduleArgument: "fake-schedule-argument-29",
  evalPassword: "fake-eval-password-30",
  ruleToken: "sk_live_fakeRuleToken31",
  nameUrl: "fake-name-url-32",
  memo: "fake-memo-33",
  attributeMemo: "fake-attribute-memo-34",
  attributeCallback: "fake-attribute-callback-35",
  attributeRule: "fake-attribute-rule-36",
  annotationMemo: "fake-annotation-memo-37",
  processDsn: "fake-process-dsn-38",
  iniSet: "fake-ini-set-39",
  define: "fake-define-40",
  dockerEnv: "fake-docker-env-41",
  dockerArg: "fake-docker-arg-42",
  dockerCmd: "fake-docker-cmd-43",
  dockerUrl: "fake-docker-url-44",
  composeEnv: "fake-compose-env-45",
  composeCommand: "fake-compose-command-46",
  entrypoint: "fake-entrypoint-47",
  iniLicense: "fake0ini0license0forty0eight",
  iniPassword: "fake-ini-password-49",
  iniSavePath: "fake-ini-save-path-50",
  iniToken: "fake-ini-token-51",
  composerBasic: "fake-composer-basic-52",
  composerUrl: "fake-composer-url-53",
  composerLockUrl: "fake-composer-lock-54",
  authToken: "ghp_fakeTokenOfComposerAuth000000000055",
  manifestEnv: "fake-manifest-env-56",
  manifestSecret: "ZmFrZS1tYW5pZmVzdC1zZWNyZXQtNTc=",
  manifestArgs: "fake-manifest-args-58",
  codePipeline: "fake-code-pipeline-59",
  codeSql: "fake-code-sql-60",
  codeLogger: "fake-code-logger-61",
  ignoreReason: "fake-ignore-reason-62",
  brokenPassword: "fake-broken-password-63",
  brokenToken: "fake-broken-token-64",
  bearer: "fakeBearerOfSchedule65",
  awsKey: "AKIAFAKEFAKEFAKEFA66",
} as const;

/** Strings that may stand in no output, whole or in part. */
export const secrets: readonly string[] = Object.values(SECRETS);

const S = SECRETS;

const CONFIG: Readonly<Record<string, string>> = {
  "config/config.php": `<?php
use Hyperf\\Contract\\StdoutLoggerInterface;
return [
    'app_name' => env('APP_NAME', 'secrets'),
    'app_env' => 'prod',
    'app_key' => env('APP_KEY'),
    'jwt' => ['secret' => '${S.jwtSecret}', 'private_key' => <<<'KEY'
-----BEGIN PRIVATE KEY-----
${S.privateKey}
-----END PRIVATE KEY-----
KEY],
    'sentry' => ['dsn' => 'https://${S.sentryDsn}@o1.ingest.sentry.example/1'],
    'mailer' => ['url' => 'smtp://user:${S.mailDsn}@mail.example:587'],
    'aws' => ['credentials' => ['key' => '${S.awsKey}', 'secret' => getenv('AWS_SECRET')]],
    StdoutLoggerInterface::class => ['log_level' => [Psr\\Log\\LogLevel::DEBUG]],
];
`,
  "config/autoload/databases.php": `<?php
return [
    'default' => [
        'driver' => 'mysql',
        'host' => env('DB_HOST', 'localhost'),
        'username' => 'root',
        'password' => env('DB_PASSWORD', '${S.databaseDefault}'),
        'pool' => ['max_connections' => 500, 'max_idle_time' => 0],
    ],
    'literal' => ['password' => '${S.databasePassword}', 'pool' => ['max_connections' => 500]],
    'url' => ['url' => 'mysql://root:${S.databaseUrl}@db.internal:3306/shop'],
    'joined' => ['url' => 'mysql://root:' . '${S.databaseJoined}' . '@db.internal/shop'],
    'unresolved' => ['password' => decrypt('${S.databaseUnresolved}')],
];
`,
  "config/autoload/redis.php": `<?php
return [
    'default' => [
        'host' => 'redis.internal',
        'auth' => '${S.redisAuth}',
        'read_timeout' => 0.0,
        'pool' => ['max_connections' => 900],
        'sentinel' => ['enable' => true, 'auth' => '${S.redisSentinel}'],
    ],
    'acl' => ['auth' => ['worker', '${S.redisList}']],
    'format' => ['dsn' => sprintf('redis://:%s@redis.internal', '${S.redisFormat}')],
];
`,
  "config/autoload/amqp.php": `<?php
return ['default' => ['user' => 'guest', 'password' => '${S.amqpPassword}']];
`,
  "config/autoload/kafka.php": `<?php
return ['default' => ['sasl' => ['username' => 'kafka', 'password' => '${S.kafkaPassword}']]];
`,
  "config/autoload/config_center.php": `<?php
return ['enable' => true, 'drivers' => ['acm' => ['access_key' => 'id', 'secret_key' => '${S.centerSecret}']]];
`,
  "config/autoload/logger.php": `<?php
return [
    'default' => [
        'handler' => [
            'class' => Monolog\\Handler\\StreamHandler::class,
            'constructor' => ['stream' => BASE_PATH . '/runtime/logs/hyperf.log', 'level' => Monolog\\Logger::DEBUG],
        ],
    ],
    'slack' => [
        'handler' => [
            'class' => Monolog\\Handler\\SlackWebhookHandler::class,
            'constructor' => ['webhookUrl' => 'https://hooks.slack.com/services/${S.slackHook}'],
        ],
    ],
];
`,
  "config/autoload/server.php": `<?php
use Hyperf\\Server\\Event;
use Hyperf\\Server\\Server;
return [
    'mode' => SWOOLE_PROCESS,
    'servers' => [['name' => 'http', 'type' => Server::SERVER_HTTP, 'host' => '0.0.0.0', 'port' => 9501]],
    'settings' => [
        'worker_num' => swoole_cpu_num(),
        'max_request' => 0,
        'package_max_length' => 512 * 1024 * 1024,
        'daemonize' => true,
        'log_file' => '/opt/www/runtime/swoole.log',
        'log_level' => SWOOLE_LOG_ERROR,
        'admin_server' => 'admin:${S.adminServer}@0.0.0.0:9580',
        'ssl_passphrase' => '${S.sslPassphrase}',
    ],
    'callbacks' => [Event::ON_WORKER_START => [Hyperf\\Framework\\Bootstrap\\WorkerStartCallback::class, 'onWorkerStart']],
];
`,
  "config/autoload/processes.php": `<?php
return [
    Hyperf\\Crontab\\Process\\CrontabDispatcherProcess::class,
    Hyperf\\Crontab\\Process\\CrontabDispatcherProcess::class,
    App\\Process\\Importer::class,
];
`,
  "config/autoload/dependencies.php": `<?php
return [Hyperf\\Crontab\\Strategy\\StrategyInterface::class => Hyperf\\Crontab\\Strategy\\CoroutineStrategy::class];
`,
};

const TASKS: Readonly<Record<string, string>> = {
  "config/autoload/crontab.php": `<?php
use Hyperf\\Crontab\\Crontab;
return [
    'enable' => true,
    'crontab' => [
        (new Crontab())->setName('arguments')->setRule('* * * * *')
            ->setCallback([App\\Task\\Sync::class, 'run', ['${S.callbackToken}', 'password=${S.callbackPassword}']]),
        (new Crontab())->setType('command')->setName('command')->setRule('*/5 * * * *')
            ->setCallback(['command' => 'shop:sync', '--token' => '${S.commandToken}']),
        (new Crontab())->setType('eval')->setName('eval')->setRule('0 7 * * 7')
            ->setCallback("login('admin', password: '${S.evalPassword}');"),
        (new Crontab())->setName('unresolved')->setRule(ruleFor('${S.ruleToken}'))
            ->setCallback([App\\Task\\Sync::class, 'run']),
        (new Crontab())->setName('https://shop:${S.nameUrl}@api.example')->setRule('* * * * * *')
            ->setMemo('token=${S.memo}')->setCallback([App\\Task\\Sync::class, 'run']),
    ],
];
`,
  "config/crontabs.php": `<?php
use Hyperf\\Crontab\\Schedule;
Schedule::command('shop:import', ['--password' => '${S.scheduleOption}', 'source' => 'https://u:${S.scheduleArgument}@ftp.example'])->everyMinute()->setName('import');
Schedule::call(fn () => http()->get('https://api.example', ['Authorization' => 'Bearer ${S.bearer}']))->setName('closure')->cron('*/0 * * * *');
`,
  "app/Task/Sync.php": `<?php
namespace App\\Task;
use Hyperf\\Crontab\\Annotation\\Crontab;
use Hyperf\\DbConnection\\Db;
use Hyperf\\Logger\\LoggerFactory;
class Sync
{
    public function __construct(private LoggerFactory $loggers, private $redis) {}
    // swtop-ignore CR-17: see https://wiki:${S.ignoreReason}@wiki.example
    #[Crontab(rule: '* * * * *', name: 'attribute', memo: 'api_key=${S.attributeMemo}')]
    public function run(string $requestId): void
    {
        Db::enableQueryLog();
        $this->redis->pipeline(function ($pipe) { $pipe->auth('${S.codePipeline}'); });
        $rows = Db::select("SELECT * FROM users WHERE api_token = '${S.codeSql}'");
        $this->loggers->get('${S.codeLogger}' . $requestId);
    }
}
`,
  "app/Task/Odd.php": `<?php
namespace App\\Task;
use Hyperf\\Crontab\\Annotation\\Crontab;
#[Crontab(rule: self::rule(password: '${S.attributeRule}'), name: 'odd', callback: ['execute', ['secret' => '${S.attributeCallback}']])]
class Odd
{
    public function execute(): void {}
}
`,
  "app/Task/Legacy.php": `<?php
namespace App\\Task;
use Hyperf\\Crontab\\Annotation\\Crontab;
/**
 * @Crontab(name="legacy", rule="* * * * *", callback="execute", memo="secret=${S.annotationMemo}")
 */
class Legacy
{
    public function execute() {}
}
`,
  "app/Process/Importer.php": `<?php
namespace App\\Process;
use Hyperf\\Process\\AbstractProcess;
use Hyperf\\Process\\Annotation\\Process;
#[Process(nums: 4, name: 'importer amqp://guest:${S.processDsn}@mq.internal')]
class Importer extends AbstractProcess
{
    public function handle(): void
    {
        while (true) { $this->count++; }
    }
}
`,
  "app/Task/Broken.php": `<?php
namespace App\\Task;
use Hyperf\\Crontab\\Annotation\\Crontab;
#[Crontab(rule: '* * * * *')]
class Broken
{
    private $password = '${S.brokenPassword}'
    private $token = '${S.brokenToken}';
}
`,
};

const AROUND: Readonly<Record<string, string>> = {
  "bin/hyperf.php": `<?php
ini_set('memory_limit', '-1');
ini_set('session.save_path', 'tcp://redis:6379?auth=${S.iniSet}');
define('SERVICE_TOKEN', '${S.define}');
define('SWOOLE_HOOK_FLAGS', 0);
date_default_timezone_set('Asia/Shanghai');
`,
  ".env": `APP_NAME=secrets
APP_KEY=base64:${S.envPlain}
DB_HOST=db.internal
DB_PASSWORD=${S.envPassword}
SERVICE_TOKEN = ${S.envToken} # rotated yearly
REDIS_URL=redis://:${S.envUrl}@redis.internal
MAIL_PASSWORD="${S.envQuoted}"
AWS_SECRET=
`,
  "composer.json": JSON.stringify({
    name: "shop/secrets",
    require: { "hyperf/crontab": "~3.1.0", "hyperf/framework": "~3.1.0" },
    repositories: [{ type: "composer", url: `https://u:${S.composerUrl}@packages.example` }],
    config: { "http-basic": { "packages.example": { username: "u", password: S.composerBasic } } },
    autoload: { "psr-4": { "App\\": "app/" } },
  }),
  "composer.lock": JSON.stringify({
    packages: ["crontab", "framework", "process", "redis", "logger", "db-connection"].map(
      (name) => ({
        name: `hyperf/${name}`,
        version: "v3.1.12",
        dist: { type: "zip", url: `https://x:${S.composerLockUrl}@packages.example/${name}.zip` },
      }),
    ),
  }),
  "auth.json": JSON.stringify({ "github-oauth": { "github.com": S.authToken } }),
  Dockerfile: `FROM php:8.2-cli
ARG DEPLOY_TOKEN=${S.dockerArg}
ENV DB_PASSWORD=${S.dockerEnv} APP_ENV=prod
CMD php bin/hyperf.php start --token ${S.dockerCmd} --queue redis://:${S.dockerUrl}@redis
`,
  "docker-compose.yml": `services:
  web:
    environment:
      REDIS_PASSWORD: ${S.composeEnv}
    command: sh -c "php bin/hyperf.php start --password=${S.composeCommand}"
`,
  "entrypoint.sh": `#!/bin/sh
API_TOKEN=${S.entrypoint} php bin/hyperf.php start
`,
  "php.ini": `memory_limit = -1
newrelic.license = "${S.iniLicense}"
mysqli.default_pw = ${S.iniPassword}
session.save_path = "tcp://redis:6379?auth[]=web&auth[]=${S.iniSavePath}"
extension = xdebug.so
`,
  "conf.d/blackfire.ini": `extension=blackfire.so
blackfire.server_token = ${S.iniToken}
`,
  "k8s/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    spec:
      terminationGracePeriodSeconds: 1
      hostNetwork: true
      containers:
        - name: web
          args: ["php", "bin/hyperf.php", "start", "--token=${S.manifestArgs}"]
          env: [{name: DB_PASSWORD, value: ${S.manifestEnv}}]
---
apiVersion: v1
kind: Secret
metadata: {name: web}
data: {password: ${S.manifestSecret}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 9}
`,
};

/** By their paths, relative to the root. */
export const files: Readonly<Record<string, string>> = { ...CONFIG, ...TASKS, ...AROUND };
