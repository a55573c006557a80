"""The desk: review in the browser, right to left, with the words in sight."""
