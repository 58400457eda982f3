# A thin layer over start.py, which works without make (and on Windows). Extra words: make run WORDS="--lan"
PYTHON ?= python3
WORDS ?=
COMMANDS := run setup test dev lint types format bench demo help

.DEFAULT_GOAL := help
.PHONY: $(COMMANDS)

$(COMMANDS):
	@$(PYTHON) start.py $@ $(WORDS)
