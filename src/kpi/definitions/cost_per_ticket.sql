-- id: cost_per_ticket
-- name: Cost per ticket
-- group: effort
-- unit: amount
-- better: lower
-- aggregate: mean
-- clause: 8.4.1
-- definition: Mean cost of the work logged on a ticket, in the organisation's currency: logged hours
--   times the cost of an hour (`cost_per_hour` of the configuration).
-- population: Tickets with logged work only, see the coverage; nothing without a cost of an hour:
--   tickets whose last resolution falls in the period and that are resolved or closed as of the report,
--   each once. A ticket that was reopened since counts again when it is resolved again. Merged tickets
--   and spam do not count.
SELECT *, effort_minutes / 60.0 * cost_per_hour AS value
FROM resolved_in_period
WHERE effort_minutes IS NOT NULL AND cost_per_hour IS NOT NULL
