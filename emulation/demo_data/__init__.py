"""Demo data: the Nội chính bloc of Cao Bằng in 2018 as reported by the press, and later changes."""
