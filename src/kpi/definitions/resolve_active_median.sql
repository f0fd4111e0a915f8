-- id: resolve_active_median
-- name: Time to resolve, median (active time)
-- group: resolution
-- unit: minutes
-- better: lower
-- aggregate: median
-- clock: active
-- clause: 8.6.1, 8.6.2, 8.3.3
-- definition: Time from opening to the last resolution, in active minutes: service minutes less the time
--   that the ticket waited for the customer, or lay resolved before it was reopened. Half of the tickets took
--   less time than this, half more.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
SELECT *, resolve_active_minutes AS value
FROM resolved_in_period
WHERE resolve_active_minutes IS NOT NULL
