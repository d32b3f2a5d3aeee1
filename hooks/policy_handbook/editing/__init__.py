"""The editor for people who will never open a YAML file: forms in the browser, over the files as they are."""

from policy_handbook.editing.server import Editor, serve_editor

__all__ = ["Editor", "serve_editor"]
