"""Browser text in, frozen dataclasses out."""
