"""From raw scraped records to cleaned content files."""
