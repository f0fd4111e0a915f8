-- id: chasers_per_ticket
-- name: Chasers per resolved ticket
-- group: handling
-- unit: ratio
-- better: lower
-- aggregate: ratio
-- clause: 8.3.2
-- definition: How often customers asked again while the answer was ours to give, on the resolved tickets,
--   divided by the number of these tickets.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
--   Tickets of which no message is recorded, as in an import without messages, do not count.
SELECT *, chaser_count AS numerator, 1 AS denominator
FROM resolved_in_period
WHERE customer_message_count + agent_message_count > 0
