"""What a problem profile is and its rules: plain values, no files, clocks, databases or screens."""
