"""Documents that go with a question: PDF, Word, HTML and every kind of plain text -> text."""
