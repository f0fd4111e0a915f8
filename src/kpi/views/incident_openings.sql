SELECT *
FROM incident_history
WHERE is_resolution = 0
