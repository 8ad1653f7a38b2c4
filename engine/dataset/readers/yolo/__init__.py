"""YOLO: text files with or without a data.yaml."""
