-- id: major_restore_median
-- name: Restoration of major incidents, median
-- group: resolution
-- unit: minutes
-- better: lower
-- aggregate: median
-- clock: calendar
-- clause: 8.6.1
-- definition: Time from opening to the last resolution of major incidents, in calendar minutes: nights,
--   weekends and waiting included. They are few: read them one by one (`tallypost kpi --tickets
--   major_restore_median`).
-- population: Of the major incidents: tickets whose last resolution falls in the period and that are
--   resolved or closed as of the report, each once. A ticket that was reopened since counts again when
--   it is resolved again. Merged tickets and spam do not count.
SELECT *, resolve_minutes AS value
FROM resolved_in_period
WHERE major AND resolve_minutes IS NOT NULL
