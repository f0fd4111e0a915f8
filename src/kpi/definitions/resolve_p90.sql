-- id: resolve_p90
-- name: Time to resolve, 90th percentile
-- group: resolution
-- unit: minutes
-- better: lower
-- aggregate: p90
-- clock: calendar
-- clause: 8.6.1, 8.6.2, 8.3.3
-- definition: Time from opening to the last resolution, in calendar minutes: nights, weekends and waiting
--   included. Nine tickets in ten took no longer than this.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
SELECT *, resolve_minutes AS value
FROM resolved_in_period
WHERE resolve_minutes IS NOT NULL
