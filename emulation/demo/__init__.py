"""Demonstration content: the Nội chính bloc of Cao Bằng in 2018 as the press told of it, and what came after."""
