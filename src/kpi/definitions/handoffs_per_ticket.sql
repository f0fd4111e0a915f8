-- id: handoffs_per_ticket
-- name: Hand-offs per resolved ticket
-- group: handling
-- unit: ratio
-- better: lower
-- aggregate: ratio
-- clause: 8.6.1, 8.6.2
-- definition: How often the resolved tickets went from one team or assignee to another, divided by the
--   number of these tickets. The first assignment is no hand-off.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake neither has a record of any change of team or
--   assignee nor a number that an imported source gives in all, nothing is said.
SELECT *, handoff_count AS numerator, 1 AS denominator
FROM resolved_in_period CROSS JOIN recorded
WHERE holder_changes_known > 0 OR handoffs_told > 0
