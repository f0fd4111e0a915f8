-- Resolved tickets of a desk that asks for ratings.
SELECT *
FROM resolved_in_period CROSS JOIN recorded
WHERE ratings > 0
