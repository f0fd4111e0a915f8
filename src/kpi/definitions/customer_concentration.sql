-- id: customer_concentration
-- name: Concentration on customers
-- group: customers
-- unit: ratio
-- better: neither
-- aggregate: ratio
-- clause: 8.3.2
-- definition: Herfindahl–Hirschman index of the tickets by customer: the sum of the squared shares. 1
--   is a single customer, 1/k is k customers with as many tickets each; times 10,000 it is the index of
--   competition law. Broken down, it is the mean over the segment's tickets of their customer's share
--   of all tickets.
-- population: Tickets opened in the period whose customer is known. Merged tickets and spam do not
--   count.
SELECT opened_in_period.*, tickets AS numerator, all_tickets AS denominator
FROM opened_in_period
JOIN customer_ranks
  ON opened_in_period.period = customer_ranks.period AND opened_in_period.customer = customer_ranks.customer
