-- id: satisfaction_mean
-- name: Satisfaction, mean
-- group: satisfaction
-- unit: ratio
-- better: higher
-- aggregate: mean
-- clause: 8.3.2
-- definition: Mean of the ratings from 1 (worst) to 5 (best).
-- population: Rated tickets only: tickets whose last resolution falls in the period and that are
--   resolved or closed as of the report, each once. A ticket that was reopened since counts again when
--   it is resolved again. Merged tickets and spam do not count. Who answers a survey is no random
--   choice: read it with the response rate and the bounds.
SELECT *, satisfaction AS value
FROM resolved_in_period
WHERE satisfaction IS NOT NULL
