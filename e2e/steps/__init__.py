"""The parts of the long stories, each told where it belongs."""
