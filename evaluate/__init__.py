"""Measuring dateline: `python -m evaluate TASK --gold FILE --predictions OUT`. See docs/evaluate.md."""
