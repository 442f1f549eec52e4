"""What a file is, what it says, and the file again without what its maker did not mean to tell.

Runs as a process of its own (`__main__`), with bounds on memory and time: nothing of Django, of the database or of the
network is loaded there, and a file that breaks it breaks nothing else.
"""
