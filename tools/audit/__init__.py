"""`make audit`: quality checks of all pages in a browser, on a portal served as in production."""
