-- id: satisfaction_response_rate
-- name: Satisfaction, response rate
-- group: satisfaction
-- unit: share
-- better: higher
-- aggregate: share
-- clause: 8.3.2
-- definition: Share of the resolved tickets that the customer rated.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any rating, nothing is said.
SELECT *, CASE WHEN satisfaction IS NOT NULL THEN 1 ELSE 0 END AS value
FROM surveyed_in_period
