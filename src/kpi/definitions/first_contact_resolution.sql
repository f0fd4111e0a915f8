-- id: first_contact_resolution
-- name: Resolved at first contact
-- group: handling
-- unit: share
-- better: higher
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolved tickets that one message of an agent resolved: the customer did not
--   have to ask again, nobody else had to take over, and the ticket was not reopened up to the report.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count.
--   Tickets of which no message is recorded, as in an import without messages, do not count.
SELECT *,
       CASE WHEN agent_message_count = 1 AND chaser_count = 0 AND handoff_count = 0 AND reopen_count = 0
            THEN 1 ELSE 0 END AS value
FROM resolved_in_period
WHERE customer_message_count + agent_message_count > 0
