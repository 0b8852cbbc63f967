"""Demo data: articles and images made for this project, and their loader."""
