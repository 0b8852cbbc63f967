"""The staff dashboard: pages of the pending work that each app registers."""
