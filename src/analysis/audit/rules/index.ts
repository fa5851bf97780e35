import type { Rule } from "../rule.ts";
import { cronClosureNeedsCoroutine } from "./cron.closure-needs-coroutine.ts";
import { cronCommandDispatcherFlag } from "./cron.command-dispatcher-flag.ts";
import { cronCoroutineStrategyImmortal } from "./cron.coroutine-strategy-immortal.ts";
import { cronDispatcherMissing } from "./cron.dispatcher-missing.ts";
import { cronDispatcherTwice } from "./cron.dispatcher-twice.ts";
import { cronDuplicateName } from "./cron.duplicate-name.ts";
import { cronDurationVsInterval } from "./cron.duration-vs-interval.ts";
import { cronEnableMerged } from "./cron.enable-merged.ts";
import { cronEnableOff } from "./cron.enable-off.ts";
import { cronEnableString } from "./cron.enable-string.ts";
import { cronEnvironmentMismatch } from "./cron.environment-mismatch.ts";
import { cronEvalType } from "./cron.eval-type.ts";
import { cronEverySecond } from "./cron.every-second.ts";
import { cronExitCallbackMissing } from "./cron.exit-callback-missing.ts";
import { cronFailureUnlogged } from "./cron.failure-unlogged.ts";
import { cronLockPoolMissing } from "./cron.lock-pool-missing.ts";
import { cronLockWithoutRedis } from "./cron.lock-without-redis.ts";
import { cronMethodEnableString } from "./cron.method-enable-string.ts";
import { cronMissingTicks } from "./cron.missing-ticks.ts";
import { cronMutexExpires3600 } from "./cron.mutex-expires-3600.ts";
import { cronMutexExpiresTooShort } from "./cron.mutex-expires-too-short.ts";
import { cronNoOneServer } from "./cron.no-one-server.ts";
import { cronNoSingleton } from "./cron.no-singleton.ts";
import { cronNodeIdentity } from "./cron.node-identity.ts";
import { cronPipeCallbackMissing } from "./cron.pipe-callback-missing.ts";
import { cronRedisNoPrefix } from "./cron.redis-no-prefix.ts";
import { cronRedisUnreachable } from "./cron.redis-unreachable.ts";
import { cronRuleAnd } from "./cron.rule-and.ts";
import { cronRuleInfinite } from "./cron.rule-infinite.ts";
import { cronRuleNever } from "./cron.rule-never.ts";
import { cronRuleStartStep } from "./cron.rule-start-step.ts";
import { cronSingleLockOnly } from "./cron.single-lock-only.ts";
import { cronStrategyVsCoroutineServer } from "./cron.strategy-vs-coroutine-server.ts";
import { cronTaskNotCoroutine } from "./cron.task-not-coroutine.ts";
import { cronTaskworkerWithoutTasks } from "./cron.taskworker-without-tasks.ts";
import { cronThunderingMinute } from "./cron.thundering-minute.ts";
import { cronTimezone } from "./cron.timezone.ts";
import { cronVersionSecondLate } from "./cron.version-second-late.ts";
import { cronVersionSkips } from "./cron.version-skips.ts";
import { cronVersionTimerLeak } from "./cron.version-timer-leak.ts";
import { cronWorkerStrategyHeavy } from "./cron.worker-strategy-heavy.ts";
import { dbFullResult } from "./db.full-result.ts";
import { dbQueryLog } from "./db.query-log.ts";
import { devToolInProd } from "./dev.tool-in-prod.ts";
import { diScanCacheable } from "./di.scan-cacheable.ts";
import { diUnknownStrategy } from "./di.unknown-strategy.ts";
import { dockerShellEntrypoint } from "./docker.shell-entrypoint.ts";
import { httpOutputBuffer } from "./http.output-buffer.ts";
import { httpPackageMaxLength } from "./http.package-max-length.ts";
import { httpUploadMismatch } from "./http.upload-mismatch.ts";
import { k8sGracePeriod } from "./k8s.grace-period.ts";
import { k8sHpaCron } from "./k8s.hpa-cron.ts";
import { k8sNoMemoryLimit } from "./k8s.no-memory-limit.ts";
import { k8sOomGroup } from "./k8s.oom-group.ts";
import { logBufferedHandler } from "./log.buffered-handler.ts";
import { logDebugInProd } from "./log.debug-in-prod.ts";
import { logDisplayErrors } from "./log.display-errors.ts";
import { logNamePerRequest } from "./log.name-per-request.ts";
import { logNoPid } from "./log.no-pid.ts";
import { logSingleFileUnbounded } from "./log.single-file-unbounded.ts";
import { logStdoutNoTimestamp } from "./log.stdout-no-timestamp.ts";
import { memLimitOverridden } from "./mem.limit-overridden.ts";
import { memLimitTooSmallForBoot } from "./mem.limit-too-small-for-boot.ts";
import { memLimitUnlimited } from "./mem.limit-unlimited.ts";
import { memSumOverLimit } from "./mem.sum-over-limit.ts";
import { metricPathCardinality } from "./metric.path-cardinality.ts";
import { phpInstrumentation } from "./php.instrumentation.ts";
import { phpOpcacheJit } from "./php.opcache-jit.ts";
import { poolWaitHeartbeat } from "./pool.wait-heartbeat.ts";
import { processBusyLoop } from "./process.busy-loop.ts";
import { processCountsDiffer } from "./process.counts-differ.ts";
import { processImmortalLeak } from "./process.immortal-leak.ts";
import { processNumsPools } from "./process.nums-pools.ts";
import { projectUnreadFile } from "./project.unread-file.ts";
import { redisPhpredis600 } from "./redis.phpredis-600.ts";
import { redisReadTimeout } from "./redis.read-timeout.ts";
import { signalCombinedMask } from "./signal.combined-mask.ts";
import { swooleAdminServerOpen } from "./swoole.admin-server-open.ts";
import { swooleBaseOldLog } from "./swoole.base-old-log.ts";
import { swooleBaseOnstart } from "./swoole.base-onstart.ts";
import { swooleCoroutineOff } from "./swoole.coroutine-off.ts";
import { swooleDaemonize } from "./swoole.daemonize.ts";
import { swooleHookFlags } from "./swoole.hook-flags.ts";
import { swooleLogDateFormat } from "./swoole.log-date-format.ts";
import { swooleLogFile } from "./swoole.log-file.ts";
import { swooleLogLevel } from "./swoole.log-level.ts";
import { swooleMaxCoroutine } from "./swoole.max-coroutine.ts";
import { swooleMaxRequestHuge } from "./swoole.max-request-huge.ts";
import { swooleMaxRequestUselessForCron } from "./swoole.max-request-useless-for-cron.ts";
import { swooleMaxRequestZero } from "./swoole.max-request-zero.ts";
import { swooleMaxWaitTime } from "./swoole.max-wait-time.ts";
import { swooleModeProcess } from "./swoole.mode-process.ts";
import { swoolePidFileShared } from "./swoole.pid-file-shared.ts";
import { swooleReloadAsyncOff } from "./swoole.reload-async-off.ts";
import { swooleShortName } from "./swoole.short-name.ts";
import { swooleSocketBuffer } from "./swoole.socket-buffer.ts";
import { swooleTaskCoroutineMismatch } from "./swoole.task-coroutine-mismatch.ts";
import { swooleTcpNodelay } from "./swoole.tcp-nodelay.ts";
import { swooleWorkerNumNodeCpus } from "./swoole.worker-num-node-cpus.ts";
import { versionAdvisory } from "./version.advisory.ts";
import { websocketMaxRequest } from "./websocket.max-request.ts";

/** Every rule, by its code. */
export const rules: readonly Rule[] = [
  cronNoSingleton,
  cronNoOneServer,
  cronSingleLockOnly,
  cronLockWithoutRedis,
  cronLockPoolMissing,
  cronRedisUnreachable,
  cronMissingTicks,
  cronMutexExpires3600,
  cronMutexExpiresTooShort,
  cronNodeIdentity,
  cronRedisNoPrefix,
  cronDuplicateName,
  cronDispatcherMissing,
  cronDispatcherTwice,
  cronEnableOff,
  cronEnableMerged,
  cronEnableString,
  cronWorkerStrategyHeavy,
  cronCoroutineStrategyImmortal,
  cronStrategyVsCoroutineServer,
  cronTaskworkerWithoutTasks,
  cronTaskNotCoroutine,
  cronPipeCallbackMissing,
  cronExitCallbackMissing,
  cronClosureNeedsCoroutine,
  cronCommandDispatcherFlag,
  cronRuleInfinite,
  cronRuleNever,
  cronRuleAnd,
  cronRuleStartStep,
  cronEverySecond,
  cronThunderingMinute,
  cronTimezone,
  cronEnvironmentMismatch,
  cronMethodEnableString,
  cronVersionSkips,
  cronVersionTimerLeak,
  cronEvalType,
  cronDurationVsInterval,
  cronFailureUnlogged,
  cronVersionSecondLate,
  dbFullResult,
  dbQueryLog,
  poolWaitHeartbeat,
  diScanCacheable,
  diUnknownStrategy,
  devToolInProd,
  k8sNoMemoryLimit,
  k8sOomGroup,
  dockerShellEntrypoint,
  k8sGracePeriod,
  k8sHpaCron,
  phpOpcacheJit,
  logNoPid,
  logStdoutNoTimestamp,
  logDebugInProd,
  logSingleFileUnbounded,
  logNamePerRequest,
  logDisplayErrors,
  logBufferedHandler,
  memLimitTooSmallForBoot,
  metricPathCardinality,
  phpInstrumentation,
  projectUnreadFile,
  processBusyLoop,
  processImmortalLeak,
  processNumsPools,
  processCountsDiffer,
  redisPhpredis600,
  redisReadTimeout,
  signalCombinedMask,
  swooleMaxRequestZero,
  swooleMaxRequestHuge,
  swooleMaxRequestUselessForCron,
  swooleWorkerNumNodeCpus,
  memSumOverLimit,
  memLimitOverridden,
  memLimitUnlimited,
  httpPackageMaxLength,
  httpUploadMismatch,
  httpOutputBuffer,
  swooleModeProcess,
  swooleBaseOnstart,
  swooleBaseOldLog,
  swooleMaxWaitTime,
  swooleReloadAsyncOff,
  swooleCoroutineOff,
  swooleHookFlags,
  swooleDaemonize,
  swooleLogFile,
  swooleLogLevel,
  swooleLogDateFormat,
  swooleMaxCoroutine,
  swooleAdminServerOpen,
  swoolePidFileShared,
  swooleTcpNodelay,
  swooleSocketBuffer,
  swooleShortName,
  swooleTaskCoroutineMismatch,
  versionAdvisory,
  websocketMaxRequest,
];
