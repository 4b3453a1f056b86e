"""Film data drawn by the project itself, with a known right answer."""
