"""Import of rosters: members, their development, branches and guides, through the pipeline of reports.imports."""
