"""Page view statistics: counted without cookies, identifiers or IP addresses."""
