-- id: messages_per_ticket
-- name: Messages per resolved ticket
-- group: handling
-- unit: ratio
-- better: lower
-- aggregate: ratio
-- clause: 8.6.1, 8.6.2
-- definition: Messages of customers and agents on the resolved tickets, divided by the number of these
--   tickets. Automatic mail, internal notes and acknowledgements are no messages here.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
--   Tickets of which no message is recorded, as in an import without messages, do not count.
SELECT *, customer_message_count + agent_message_count AS numerator, 1 AS denominator
FROM resolved_in_period
WHERE customer_message_count + agent_message_count > 0
