"""The bank's own lines: taken in once each, explained one by one, and held against the books."""
