"""Public pages about blocs, their years and their members. Responses are the same for every user."""
