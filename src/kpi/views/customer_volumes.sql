-- `largest_first` puts the largest first in an ascending order.
SELECT period, customer, COUNT(*) AS tickets, 0 - CAST(COUNT(*) AS BIGINT) AS largest_first
FROM opened_in_period
WHERE customer IS NOT NULL
GROUP BY period, customer
