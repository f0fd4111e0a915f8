-- id: effort_coverage
-- name: Tickets with logged work
-- group: effort
-- unit: share
-- better: higher
-- aggregate: share
-- clause: 8.4.1
-- definition: Share of the resolved tickets on which work was logged: what effort and cost rest on.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any work logged, nothing is
--   said.
SELECT *, CASE WHEN effort_minutes IS NOT NULL THEN 1 ELSE 0 END AS value
FROM resolved_in_period CROSS JOIN recorded
WHERE efforts > 0
