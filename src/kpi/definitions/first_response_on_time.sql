-- id: first_response_on_time
-- name: First response on time
-- group: promises
-- unit: share
-- better: higher
-- aggregate: share
-- clock: service
-- clause: 8.3.3
-- definition: Share of the first responses due in the period that were given by the moment they were due. A
--   response that came late counts as missed, and so does one that never came. An automatic acknowledgement
--   is no first response.
-- population: Tickets with a first-response target that fell due in the period. Merged tickets and spam do
--   not count.
SELECT *, CASE WHEN first_response_at <= first_response_due_at THEN 1 ELSE 0 END AS value
FROM response_due_in_period
