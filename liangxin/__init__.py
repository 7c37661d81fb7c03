"""The project package: settings, start-up and helpers that know no registry."""
