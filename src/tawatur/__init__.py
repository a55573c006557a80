"""Reads Arabic conflict reporting and tells what is said to have happened, who says so, by how many chains."""
