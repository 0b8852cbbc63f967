"""`make audit`: what every page promises its readers, measured in a browser on a portal served as in production."""
