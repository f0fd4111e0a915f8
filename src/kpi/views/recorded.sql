-- One row: how often the lake knows of things that not every desk records. Nought says that nobody wrote it down, which
-- is something else than that it never happened. Hand-offs a source may count in all, without saying between whom.
-- computed: once
SELECT SUM(CASE WHEN kind = 'team_changed' THEN entries ELSE 0 END) AS team_changes,
       SUM(CASE WHEN kind IN ('team_changed', 'assignee_changed') THEN entries ELSE 0 END) AS holder_changes_known,
       SUM(CASE WHEN kind = 'escalated' THEN entries ELSE 0 END) AS escalations,
       SUM(CASE WHEN kind = 'satisfaction_rated' THEN entries ELSE 0 END) AS ratings,
       SUM(CASE WHEN kind = 'effort_logged' THEN entries ELSE 0 END) AS efforts,
       SUM(CASE WHEN kind = 'problem_linked' THEN entries ELSE 0 END) AS problem_links,
       MAX(handoffs_told) AS handoffs_told,
       MAX(priorities_known) AS priorities_known
FROM (SELECT kind, COUNT(*) AS entries FROM events GROUP BY kind) AS kinds
CROSS JOIN (SELECT SUM(handoff_count) AS handoffs_told, COUNT(priority) AS priorities_known FROM tickets) AS told
