-- id: first_response_service_p90
-- name: Time to first response, 90th percentile (service time)
-- group: response
-- unit: minutes
-- better: lower
-- aggregate: p90
-- clock: service
-- clause: 8.6.1, 8.6.2, 8.3.3
-- definition: Time from opening to the first message of an agent to the customer, in service minutes: only
--   time within the service calendar of the ticket counts. An automatic acknowledgement is no first response.
--   Nine tickets in ten took no longer than this.
-- population: Tickets whose first response was given in the period, whenever they were opened. Tickets not
--   answered yet have no time to count, so a month looks fast while old tickets lie unanswered: read it
--   together with the on-time share, which counts those as missed. Merged tickets and spam do not count.
SELECT *, first_response_service_minutes AS value
FROM answered_in_period
WHERE first_response_service_minutes IS NOT NULL
