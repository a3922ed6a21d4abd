"""The service: the graph over HTTP, as pages, as linked data and as a SPARQL endpoint."""
