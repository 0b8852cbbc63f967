"""/phong-cach/: live style guide, rendered from the design tokens and templates; for staff."""
