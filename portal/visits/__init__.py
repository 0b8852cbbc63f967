"""How often pages are read: counted without a cookie, without an identifier, without an address."""
