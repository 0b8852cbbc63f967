"""Questions of the public and their answers, and what readers report as wrong on a page."""
