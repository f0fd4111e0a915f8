-- id: opened
-- name: Tickets opened
-- group: demand
-- unit: count
-- better: neither
-- aggregate: count
-- clause: 8.4.2
-- definition: Number of tickets opened in the period: the demand that reached the desk.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
SELECT *
FROM opened_in_period
