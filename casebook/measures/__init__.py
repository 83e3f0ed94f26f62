"""The statistics: functions of plain numbers, each naming its source. No I/O."""
