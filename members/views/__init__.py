"""Pages of the members app, one module for each noun."""
