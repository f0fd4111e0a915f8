-- id: one_touch
-- name: Resolved at first touch
-- group: handling
-- unit: share
-- better: higher
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolved tickets that took exactly one message of an agent to the customer and
--   were never reopened.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of the
--   report, each once. A ticket that was reopened since counts again when it is resolved again. Merged
--   tickets and spam do not count.
--   Tickets of which no message is recorded, as in an import without messages, do not count.
SELECT *, CASE WHEN agent_message_count = 1 AND reopen_count = 0 THEN 1 ELSE 0 END AS value
FROM resolved_in_period
WHERE customer_message_count + agent_message_count > 0
