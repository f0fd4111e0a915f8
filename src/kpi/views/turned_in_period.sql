-- in_period: turning_points by turned_at
SELECT *
FROM turning_points CROSS JOIN periods
WHERE turned_at >= period_start AND turned_at < period_end
