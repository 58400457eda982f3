"""Speed measured against what the database itself can do. `hengku bench posting --json` runs it; docs/performance.md tells it."""
