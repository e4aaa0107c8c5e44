"""The command line: one module for each command. They parse, call and emit."""
