-- id: automatic_mail
-- name: Automatic mail received
-- group: mail
-- unit: count
-- better: neither
-- aggregate: count
-- clause: 8.4.2
-- definition: Number of mails received in the period that a robot wrote, such as out-of-office notices,
--   newsletters and acknowledgements of other systems; delivery reports are counted apart, as bounced mail.
-- population: Messages received in the period, whether they joined a ticket or not; duplicates do not
--   count.
SELECT period, ticket_id
FROM mail_in_period
WHERE disposition = 'automatic'
