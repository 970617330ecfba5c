"""Files: records read and written. The only place that touches the file system."""
