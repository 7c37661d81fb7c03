"""Lists that 市场监管 and 民政 hand over: read, kept beside the registers, compared with them."""
