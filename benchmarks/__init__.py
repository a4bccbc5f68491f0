"""Speed and memory: `python -m benchmarks`. See docs/evaluate.md."""
