"""The bureau's desk: what schools hand over is taken in, answered, counted and merged. No windows, no dialogs."""
