"""Page → Report: title, text and publication date without the page's shell."""
