"""The benchmark: what pages cost as the archive grows, and how fast they leave. Figures, never pass or fail."""
