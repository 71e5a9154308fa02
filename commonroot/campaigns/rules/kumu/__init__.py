"""Lists of elements and connections as Kumu has them (formats source 4.11): read and written."""
