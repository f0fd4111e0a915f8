-- id: closed
-- name: Tickets closed
-- group: demand
-- unit: count
-- better: neither
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of tickets closed in the period: after the resolution the customer had time to
--   object, or agreed.
-- population: Tickets whose last closing falls in the period and that are closed as of the report, each
--   once. Merged tickets and spam do not count.
SELECT *
FROM closed_in_period
