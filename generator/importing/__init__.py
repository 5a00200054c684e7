"""From raw scraped records to cleaned content files.

readers    file -> RawRecord
lines      its text as lines; stamps, bylines: what one line says by itself
house      what the archive's own settings say
rules      what a rule about furniture is; the archive's own
furniture  named rules for page furniture
corpus     what the records of one site have in common
titles     which line is the headline
features   what is to be seen on each line
labelling  the best sequence of labels, from weights that are data
clean      RawRecord -> CleanArticle; dating, years and tagging serve it
write      CleanArticle -> a content file's text; placing and ledger: never over an edit
run        all of it, for many files
"""

from generator.importing.report import ImportedFile, ImportReport, ReportFile
from generator.importing.run import import_sources

__all__ = ["ImportReport", "ImportedFile", "ReportFile", "import_sources"]
