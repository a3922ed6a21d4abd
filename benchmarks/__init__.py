"""Benchmarks: ours and the stock way side by side, on generated graphs of the shape of the shipped one."""
