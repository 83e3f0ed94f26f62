"""The statistics alone: functions of plain numbers, each with its source. Knows no casebook."""
