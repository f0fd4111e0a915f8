-- id: problem_linked
-- name: Linked to a problem
-- group: quality
-- unit: share
-- better: higher
-- aggregate: share
-- clause: 8.6.3
-- definition: Share of the resolved incidents that are linked to a problem as of the report.
-- population: Of the incidents: tickets whose last resolution falls in the period and that are resolved
--   or closed as of the report, each once. A ticket that was reopened since counts again when it is
--   resolved again. Merged tickets and spam do not count. Where the lake has no record of any link to a
--   problem, nothing is said.
SELECT *, CASE WHEN problem_id IS NOT NULL THEN 1 ELSE 0 END AS value
FROM resolved_in_period CROSS JOIN recorded
WHERE type = 'incident' AND problem_links > 0
