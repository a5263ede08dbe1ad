"""The crash test: the desk is killed at each commit and each send of a whole story, and nobody loses or gets anything twice."""
