"""The sub-commands of ``main.py``: one module for each group, imported when it is called."""
