"""What exporters write beside a model is taken out."""

from execml.frameworks.platforms.portability import PortableModel


def test_the_exporters_notes_name_the_models_source_and_are_taken_out(
    exported: tuple[PortableModel, bytes],
) -> None:
    portable, written = exported
    assert b"conftest.py" in written  # where the model's class stands
    assert portable.notes > 0
    assert b".py" not in portable.content
