-- id: satisfied_high
-- name: Satisfied customers, upper bound
-- group: satisfaction
-- unit: share
-- better: higher
-- aggregate: share_high
-- clause: 8.3.2
-- definition: Upper end of the 95 % Wilson interval of the share of ratings that are 4 or 5: what
--   chance alone leaves open.
-- population: Rated tickets only: tickets whose last resolution falls in the period and that are
--   resolved or closed as of the report, each once. A ticket that was reopened since counts again when
--   it is resolved again. Merged tickets and spam do not count. Who answers a survey is no random
--   choice: read it with the response rate and the bounds.
SELECT *, CASE WHEN satisfaction >= 4 THEN 1 ELSE 0 END AS value
FROM resolved_in_period
WHERE satisfaction IS NOT NULL
