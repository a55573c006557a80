"""The language itself: letters, tokens, clitics, numbers and dates; knows no report and no event."""
