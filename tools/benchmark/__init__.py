"""Benchmark: the cost of pages as the archive grows, and the throughput. Figures only, no pass or fail."""
