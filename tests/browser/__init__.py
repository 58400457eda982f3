"""What people do at the pages, told in a real Chromium against a real, fresh product."""
