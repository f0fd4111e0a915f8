-- id: resolve_service_median
-- name: Time to resolve, median (service time)
-- group: resolution
-- unit: minutes
-- better: lower
-- aggregate: median
-- clock: service
-- clause: 8.6.1, 8.6.2, 8.3.3
-- definition: Time from opening to the last resolution, in service minutes: only time within the service
--   calendar of the ticket counts, waiting included. Half of the tickets took less time than this, half more.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
SELECT *, resolve_service_minutes AS value
FROM resolved_in_period
WHERE resolve_service_minutes IS NOT NULL
