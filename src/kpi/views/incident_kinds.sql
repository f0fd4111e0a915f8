-- What makes two incidents the same to a customer, under one number: millions of rows are quicker to sort by a number than
-- by three texts.
-- computed: once
SELECT affected, of_service, of_category,
       ROW_NUMBER() OVER (ORDER BY affected, of_service, of_category) AS kind_number
FROM (SELECT DISTINCT COALESCE(customer, requester) AS affected, COALESCE(service, '') AS of_service,
             category AS of_category
      FROM counted_tickets
      WHERE type = 'incident') AS kinds
WHERE affected IS NOT NULL AND of_category IS NOT NULL
