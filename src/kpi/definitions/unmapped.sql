-- id: unmapped
-- name: Opened without service or category
-- group: demand
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.2.4
-- definition: Share of the tickets opened in the period that belong to no service of the catalogue or
--   to no category of it. What is not mapped is missing in every breakdown.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
--   Service and category are those known as of the report.
SELECT *, CASE WHEN service IS NULL OR category IS NULL THEN 1 ELSE 0 END AS value
FROM opened_in_period
