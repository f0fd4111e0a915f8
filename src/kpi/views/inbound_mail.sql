SELECT *
FROM messages
WHERE direction = 'inbound'
