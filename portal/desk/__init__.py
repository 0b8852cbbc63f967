"""The desk: what waits for whoever is signed in. Each wing says what waits; here it becomes pages."""
