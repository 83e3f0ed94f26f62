"""Areas, hotspots, their boundaries and patrol plans."""
