-- id: satisfaction_best_case
-- name: Satisfaction, best case
-- group: satisfaction
-- unit: ratio
-- better: higher
-- aggregate: mean
-- clause: 8.3.2
-- definition: Mean rating if everybody who did not answer had given 5: no answer of theirs could bring
--   the mean above it.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any rating, nothing is said.
SELECT *, COALESCE(satisfaction, 5) AS value
FROM surveyed_in_period
