"""Forms of the pages that read files."""
