"""/phong-cach/: the design system as it is, drawn from its own tokens and templates; for staff."""
