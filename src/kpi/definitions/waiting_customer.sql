-- id: waiting_customer
-- name: Time spent waiting for the customer
-- group: handling
-- unit: share
-- better: neither
-- aggregate: ratio
-- clock: service
-- clause: 8.3.3
-- definition: Share of the service minutes from opening to resolution in which the active clock stood
--   still: the ticket waited for the customer, or lay resolved before it was reopened.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count.
SELECT *, paused_minutes AS numerator, resolve_service_minutes AS denominator
FROM resolved_in_period
WHERE resolve_service_minutes IS NOT NULL
