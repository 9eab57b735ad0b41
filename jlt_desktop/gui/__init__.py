"""The windows. The only room that knows Qt; everything slow goes to the one worker thread of tasks.py."""
