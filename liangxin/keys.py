"""Primary keys that an address or a form names."""

LONGEST = 18  # digits that a key column of either database holds, whatever they are


def key_asked(text: str) -> int:
    """The key that `text` names; 0, which no row has, when it is no number or one that no column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0
