"""`python -m hengku`: the same as the `hengku` command, for machines where scripts are not on PATH."""

from hengku.config.cli import main

if __name__ == "__main__":
    main()
