-- id: customer_top5_share
-- name: Tickets of the five largest customers
-- group: customers
-- unit: share
-- better: neither
-- aggregate: share
-- clause: 8.3.2
-- definition: Share of the tickets opened in the period that came from the five customers with the most
--   tickets in it; of equals the first by name.
-- population: Tickets opened in the period whose customer is known. Merged tickets and spam do not
--   count.
SELECT opened_in_period.*, CASE WHEN place <= 5 THEN 1 ELSE 0 END AS value
FROM opened_in_period
JOIN customer_ranks
  ON opened_in_period.period = customer_ranks.period AND opened_in_period.customer = customer_ranks.customer
