"""Demonstration content: articles in our own words, pictures drawn by us, and what loads them."""
