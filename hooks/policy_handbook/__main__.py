"""``python -m policy_handbook`` is the command ``handbook``."""

from policy_handbook.cli import main

if __name__ == "__main__":
    main()
