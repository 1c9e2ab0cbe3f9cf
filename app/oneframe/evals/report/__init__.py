"""A decision told: to a terminal, to CI (JUnit, JSON, Markdown) and on one HTML page. Decides nothing."""
