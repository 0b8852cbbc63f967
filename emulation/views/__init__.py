"""What the public reads about blocs, their years and their members. Every page is the same for everybody."""
