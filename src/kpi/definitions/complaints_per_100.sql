-- id: complaints_per_100
-- name: Complaints per 100 tickets
-- group: quality
-- unit: ratio
-- better: lower
-- aggregate: ratio_per_100
-- clause: 8.3.2
-- definition: Tickets of type complaint among 100 tickets opened in the period.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
SELECT *, CASE WHEN type = 'complaint' THEN 1 ELSE 0 END AS numerator, 1 AS denominator
FROM opened_in_period
