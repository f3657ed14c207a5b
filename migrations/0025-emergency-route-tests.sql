-- How long a route's test number took to answer; null for a desk in an emergency.
ALTER TABLE emergency_route_results ADD COLUMN success_took_ms INTEGER;
