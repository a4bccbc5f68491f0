"""The project's own annotated corpus, and the scripts that put it together."""
