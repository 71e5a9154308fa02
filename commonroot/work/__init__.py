"""Work for later: sweeps and what runs them, the clock, and the demo's movable clock."""
