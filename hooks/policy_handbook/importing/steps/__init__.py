"""Small steps that each recover one thing from the blocks of a document."""
