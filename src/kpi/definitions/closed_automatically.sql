-- id: closed_automatically
-- name: Closed automatically
-- group: handling
-- unit: share
-- better: neither
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the closed tickets that nobody closed: the time to object ran out, or a rule
--   closed them.
-- population: Tickets whose last closing falls in the period and that are closed as of the report, each
--   once. Merged tickets and spam do not count.
SELECT *, CASE WHEN auto_closed THEN 1 ELSE 0 END AS value
FROM closed_in_period
