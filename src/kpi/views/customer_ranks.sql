-- computed: once
SELECT period, customer, tickets,
       ROW_NUMBER() OVER (PARTITION BY period ORDER BY largest_first, customer) AS place,
       SUM(tickets) OVER (PARTITION BY period) AS all_tickets
FROM customer_volumes
