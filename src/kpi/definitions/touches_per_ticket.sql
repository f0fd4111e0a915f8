-- id: touches_per_ticket
-- name: Touches per resolved ticket
-- group: handling
-- unit: ratio
-- better: lower
-- aggregate: ratio
-- clause: 8.6.1, 8.6.2
-- definition: How often agents wrote on the resolved tickets, to the customer or as a note to
--   colleagues, divided by the number of these tickets.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count.
--   Tickets of which no message or note is recorded, as in an import without messages, do not count.
SELECT resolved_in_period.*, agent_message_count + COALESCE(notes, 0) AS numerator, 1 AS denominator
FROM resolved_in_period LEFT JOIN internal_notes ON resolved_in_period.ticket_id = internal_notes.ticket_id
WHERE customer_message_count + agent_message_count + COALESCE(notes, 0) > 0
