"""The tab of the Runs page that compares two runs picture by picture."""
