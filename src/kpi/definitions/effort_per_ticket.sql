-- id: effort_per_ticket
-- name: Effort per ticket
-- group: effort
-- unit: minutes
-- better: lower
-- aggregate: mean
-- clause: 8.4.1
-- definition: Mean minutes of work logged on a ticket up to the report.
-- population: Tickets with logged work only, see the coverage: tickets whose last resolution falls in
--   the period and that are resolved or closed as of the report, each once. A ticket that was reopened
--   since counts again when it is resolved again. Merged tickets and spam do not count.
SELECT *, effort_minutes AS value
FROM resolved_in_period
WHERE effort_minutes IS NOT NULL
