-- id: resolve_service_p90
-- name: Time to resolve, 90th percentile (service time)
-- group: resolution
-- unit: minutes
-- better: lower
-- aggregate: p90
-- clock: service
-- clause: 8.6.1, 8.6.2, 8.3.3
-- definition: Time from opening to the last resolution, in service minutes: only time within the service
--   calendar of the ticket counts, waiting included. Nine tickets in ten took no longer than this.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
SELECT *, resolve_service_minutes AS value
FROM resolved_in_period
WHERE resolve_service_minutes IS NOT NULL
