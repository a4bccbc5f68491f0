"""News reports of political violence in, incident records that can be checked out."""
